"""What the card of a trained ball model says beside what every card does."""

from collections.abc import Sequence
from typing import Any

from inference.ball.data.labelled_footage import BallFootage
from inference.ball.data.sampling import Sampling
from inference.ball.data.training_data import BallData
from inference.ball.training.model_comparison import BallComparison
from inference.training.config import TrainingConfig
from inference.training.splits import by_venue


def scores_entry(comparison: BallComparison) -> dict[str, float]:
    """The table [scores]: the line after which the net's scores are probabilities."""
    line = comparison.calibration
    return {"slope": round(line.slope, 4), "constant": round(line.constant, 4)}


def trained_on(data: BallData) -> str:
    """For the title: "1,203 labelled frames"."""
    labels = sum(video.labels for video in data.new)
    return f"{labels:,} labelled frames" if labels else "synthetic pictures only"


def training_entries(
    data: BallData, config: TrainingConfig, sampling: Sampling, steps: int, licence: str
) -> list[dict[str, str]]:
    """The tables [[training]]: what was trained on, place by place, with its licence."""
    samples = f"{steps:,} steps of {config.batch_size} samples"
    mixed = data.replay or data.procedural
    new = f", {1 - sampling.replay:.0%} of them from these" if mixed else ""
    tables = [
        {"name": venue, "licence": licence, "use": f"{counted}; {samples}{new}"}
        for venue, counted in _venues(data.new)
    ]
    tables += [
        {"name": venue, "licence": licence, "use": f"{counted}; labels of earlier trainings"}
        for venue, counted in _venues(data.replay)
    ]
    if data.simulated:
        tables.append(_own("Touchline's simulator", f"{data.simulated} rallies; {samples}"))
    if data.procedural:
        share = f", {sampling.replay:.0%} of them" if data.new else ""
        tables.append(_own("Touchline's procedural samples", f"{samples}{share}"))
    return tables


def _own(name: str, use: str) -> dict[str, Any]:
    return {"name": name, "licence": "Apache-2.0", "use": use}


def _venues(footage: Sequence[BallFootage]) -> list[tuple[str, str]]:
    """What was filmed in one place by the names of its first videos, and how much it is."""
    venues = []
    for videos in by_venue(footage):
        names = ", ".join(video.name for video in videos[:3])
        more = f" and {len(videos) - 3} more" if len(videos) > 3 else ""
        labels = sum(video.labels for video in videos)
        positives = sum(video.positives for video in videos)
        venues.append((f"{names}{more}", f"{labels:,} labelled frames, {positives:,} with a ball"))
    return venues
