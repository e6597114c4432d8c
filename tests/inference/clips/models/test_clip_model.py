"""Cards of clip models come from anywhere: whatever is wrong in one is told.

Tests of inference.clips.models.architectures too.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.clips.models.architectures import PRESETS, input_entry, make_net, trunk_features
from inference.clips.models.clip_model import Decision, read_clip_model
from inference.models.writer import write_model
from storage.errors import UserError


def written(folder: Path, **changes: Any) -> Path:
    """A small model, with some entries of its card changed."""
    config = {"width": 4, "ball": False, "path": False, "dropout": 0.5}
    card = {
        "task": "clips",
        "architecture": "r2plus1d",
        "config": {**config, "classes": ["cut", "pull"]},
        "input": input_entry(PRESETS["r2plus1d-small"].input),
        "decision": Decision(np.zeros(2), mirror=True).entry(),
    }
    for name, change in changes.items():
        part = card[name]
        card[name] = {**part, **change} if isinstance(part, dict) else change
    write_model(folder / "model", card, make_net("r2plus1d", config, 2))
    return folder / "model"


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    model = read_clip_model(written(tmp_path))

    assert model.classes == ("cut", "pull")
    assert model.input == PRESETS["r2plus1d-small"].input
    assert model.decision.mirror
    assert model.architecture == "r2plus1d"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"config": {"classes": ["cut", "cut"]}}, "duplicated"),
        ({"config": {"classes": ["cut"]}}, "list of 2"),
        ({"config": {"classes": ["cut", ""]}}, "list of 2"),
        ({"config": {"width": 4000}}, "width"),
        ({"config": {"depth": 3}}, "unknown key 'depth'"),
        ({"input": {"crop": 500}}, "crop 500"),
        ({"input": {"width": 0}}, "no width"),
        ({"input": {"frames": 0}}, "frames"),
        ({"decision": {"log_prior": [0.0]}}, "1 values of log_prior"),
        ({"decision": {"log_prior": [-1.0, 2.0]}}, "log_prior"),
        ({"architecture": "alexnet"}, "architecture 'alexnet'"),
    ],
)
def test_what_is_wrong_in_a_card_is_told(
    tmp_path: Path, changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(UserError, match=problem):
        read_clip_model(written(tmp_path, **changes))


def test_every_preset_fits_its_trunk() -> None:
    for preset in PRESETS.values():
        if preset.trunk:
            features = trunk_features(preset.config["trunk"], preset.config["divisor"])
            assert preset.config["inputs"] == features
