import cv2
import numpy as np
import pytest

from app.workflows.evaluation.evaluate import Evaluation
from app.workflows.evaluation.plots import plots_of
from tests.app.workflows.evaluation.evaluations import evaluation


@pytest.mark.parametrize(
    "found",
    [evaluation((6,)), evaluation((6, 8), (0, 10)), evaluation((0, 0))],
    ids=["one", "two", "hopeless"],
)
def test_every_plot_is_a_picture_with_something_in_it(found: Evaluation) -> None:
    for png in plots_of(found).values():
        picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)

        assert picture is not None
        assert min(picture.shape[:2]) > 400
        assert picture.std() > 5
