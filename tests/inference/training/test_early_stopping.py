import torch

from inference.training.early_stopping import Looks


def weights(value: float) -> dict[str, torch.Tensor]:
    return {"a": torch.full((2,), value)}


def looks(*f1s: float) -> Looks:
    found = Looks(weights(0.0))
    for number, f1 in enumerate(f1s, 1):
        found.take(f1, weights(number))
    return found


def test_the_best_weights_are_kept() -> None:
    assert looks(0.2, 0.5, 0.4).best["a"].tolist() == [2.0, 2.0]


def test_looks_that_are_no_better_are_counted_from_the_best() -> None:
    assert [int(looks(*f1s).since) for f1s in ([], [0.0], [0.5, 0.5], [0.5, 0.1, 0.6])] == [
        0,
        0,
        1,
        0,
    ]


def test_writing_into_the_tensors_restores_all_of_it() -> None:
    there, here = looks(0.5, 0.4), looks()

    for name, value in there.tensors().items():
        here.tensors()[name].copy_(value)

    assert (float(here.f1), int(here.since), here.best["a"].tolist()) == (0.5, 1, [1.0, 1.0])
