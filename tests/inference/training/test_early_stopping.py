import torch

from inference.training.early_stopping import EarlyStopping


def weights(value: float) -> dict[str, torch.Tensor]:
    return {"a": torch.full((2,), value)}


def validated(*metrics: float) -> EarlyStopping:
    stopping = EarlyStopping(weights(0.0))
    for number, metric in enumerate(metrics, 1):
        stopping.update(metric, weights(number))
    return stopping


def test_the_best_weights_are_kept() -> None:
    assert validated(0.2, 0.5, 0.4).best_weights["a"].tolist() == [2.0, 2.0]


def test_validations_that_are_no_better_are_counted_from_the_best() -> None:
    assert [
        int(validated(*metrics).without_improvement)
        for metrics in ([], [0.0], [0.5, 0.5], [0.5, 0.1, 0.6])
    ] == [
        0,
        0,
        1,
        0,
    ]


def test_writing_into_the_tensors_restores_all_of_it() -> None:
    there, here = validated(0.5, 0.4), validated()

    for name, value in there.tensors().items():
        here.tensors()[name].copy_(value)

    assert (
        float(here.best_metric),
        int(here.without_improvement),
        here.best_weights["a"].tolist(),
    ) == (0.5, 1, [1.0, 1.0])
