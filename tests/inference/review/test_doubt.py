import json

import numpy as np
import pytest

from inference.review.doubt import DoubtModel, shipped_doubt
from inference.review.evidence import FrameEvidence, FrameState, frame_evidence
from tests.inference.review.tracks import GAP, flight


@pytest.fixture(scope="module")
def evidence() -> FrameEvidence:
    return frame_evidence(flight())


@pytest.mark.parametrize("name", ["motion", "fast", "a net of the user's"])
def test_a_gap_between_two_flights_is_doubted_more_than_a_sure_flight(
    evidence: FrameEvidence, name: str
) -> None:
    wrong = shipped_doubt(name).wrong(evidence)

    assert wrong[GAP.start + 4] > 0.3
    assert np.median(wrong[100:180]) < 0.15
    assert ((wrong >= 0) & (wrong <= 1)).all()


def test_a_model_is_the_same_after_a_file(evidence: FrameEvidence) -> None:
    model = shipped_doubt("fast")

    again = DoubtModel.of_json(json.loads(json.dumps(model.to_json())))

    assert np.allclose(again.wrong(evidence), model.wrong(evidence), atol=1e-3)


def test_a_file_of_other_features_is_refused() -> None:
    value = json.loads(json.dumps(shipped_doubt("fast").to_json()))
    del value["absent"]["features"]["gap"]

    with pytest.raises(ValueError, match="features"):
        DoubtModel.of_json(value)


def test_contributions_add_up_to_the_probability(evidence: FrameEvidence) -> None:
    model = shipped_doubt("fast").of_state[FrameState.ABSENT]
    table = evidence.table(FrameState.ABSENT)

    log_odds = model.constant + model.contributions(table).sum(1)

    assert np.allclose(model.probability(table), 1 / (1 + np.exp(-log_odds)))
