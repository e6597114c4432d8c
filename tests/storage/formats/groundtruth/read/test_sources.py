"""Data sets of several videos, told apart by the addresses of their pictures."""

import json
from pathlib import Path
from typing import Any

import pytest

from storage.formats.common.choices import ChoiceNeeded
from storage.formats.groundtruth.read.collect import CollectedLabels, collect
from storage.formats.groundtruth.read.sources import of_source, source_names
from tests.storage.formats.labelled_videos import video

METADATA = {
    "objects": [{"confidence": 0}],
    "class-map": {"0": "ball"},
    "type": "groundtruth/object-detection",
    "human-annotated": "yes",
    "creation-date": "2024-01-01T00:00:00",
    "job-name": "labeling-job/x",
}


def line(address: str) -> dict[str, Any]:
    box = {"class_id": 0, "left": 90, "top": 40, "width": 21, "height": 21}
    size = {"width": 640, "height": 360, "depth": 3}
    labels = {"image_size": [size], "annotations": [box]}
    return {"source-ref": address, "ball": labels, "ball-metadata": METADATA}


def data_set(folder: Path, *addresses: str) -> CollectedLabels:
    path = folder / "output.manifest"
    path.write_text("\n".join(json.dumps(line(address)) for address in addresses))
    return collect(path)


LAYOUTS = {
    "folders": "s3://b/{}/frame_{:04d}.jpg",
    "folders with endings": "s3://b/frames/{}.mp4/{:d}.jpg",
    "names": "s3://b/all/{}_frame_{:06d}.jpg",
    "names and dashes": "s3://b/all/{}-{:d}.png",
    "deeper folders": "s3://b/{}/images/{:05d}.jpg",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pictures_called_like_the_video_are_taken(tmp_path: Path, layout: str) -> None:
    named = [LAYOUTS[layout].format(game, n) for game in ("final", "semi") for n in range(30)]
    collected = data_set(tmp_path, *named)

    mine = of_source(collected, video(), "")
    assert [line.source for line, _ in mine.lines] == named[:30]
    other = of_source(collected, video(), "semi")
    assert [line.source for line, _ in other.lines] == named[30:]


def test_a_video_that_was_renamed_gets_all(tmp_path: Path) -> None:
    named = [f"s3://b/{game}/{n}.jpg" for game in ("final", "semi") for n in range(3)]
    collected = data_set(tmp_path, *named)

    assert of_source(collected, video(name="other.mp4"), "") == collected
    assert source_names(collected) == ["final", "semi"]
    with pytest.raises(ChoiceNeeded, match="No pictures are of 'cup'") as asked:
        of_source(collected, video(), "cup")
    assert asked.value.values == ("final", "semi")
