import numpy as np
import pytest

from inference.review.doubt_fit import DoubtSample, fit_doubt
from inference.review.evidence import FrameState, frame_evidence
from tests.inference.review.tracks import flight


def test_what_is_wrong_in_labels_is_learned() -> None:
    evidence = frame_evidence(flight())
    rng = np.random.default_rng(5)
    everything = np.ones(len(evidence), np.bool_)
    samples = []
    for _ in range(6):
        far = evidence.facts["speed"] > np.median(evidence.facts["speed"])
        wrong = rng.random(len(evidence)) < np.where(far, 0.1, 0.7)
        samples.append(DoubtSample(evidence, everything, wrong))

    doubt = fit_doubt(samples).wrong(evidence)

    detected = evidence.state == FrameState.DETECTED
    mean = np.mean([sample.wrong[detected].mean() for sample in samples])
    assert doubt[detected].mean() == pytest.approx(mean, abs=0.03)
    assert doubt[detected & ~far].mean() > doubt[detected & far].mean() + 0.3
