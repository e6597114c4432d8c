from pathlib import Path

import torch

from inference.ball.data.training_data import BallData
from inference.ball.task import BallTask
from inference.training.evaluate import evaluate_model
from tests.draining import drained
from tests.inference.ball.nets.tiny import CARD, write_model
from tests.inference.ball.training.rallies import WIDTH, dot_footage


def test_a_model_is_measured_on_the_validation_set_alone(tmp_path: Path) -> None:
    model = write_model(tmp_path / "tiny", card=CARD.replace("512", str(WIDTH)))
    data = BallData((dot_footage("a"),), validation=(dot_footage("b", frames=40),))
    work = (tmp_path / "cache", torch.device("cpu"))

    steps = list(evaluate_model(BallTask(), model, data, *work))
    metrics = drained(evaluate_model(BallTask(), model, data, *work))

    assert list(dict.fromkeys(step.stage for step in steps)) == ["Reading pictures", "Validation"]
    assert metrics.figures()["frames"] == 40
