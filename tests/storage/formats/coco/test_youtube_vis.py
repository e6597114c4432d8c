"""COCO's form for videos, as YouTube-VIS and its kin write it."""

from typing import Any

import pytest

from storage.formats.coco.document import read_document
from storage.formats.coco.youtube_vis import is_of_videos, with_images
from storage.formats.common.problems import FormatError


def document(**annotation: Any) -> dict[str, Any]:
    names = ["v/00000.jpg", "v/00005.jpg", "v/00010.jpg"]
    video = {"id": 7, "width": 640, "height": 360, "file_names": names}
    plain = {"id": 4, "video_id": 7, "category_id": 1} | annotation
    return {
        "videos": [video],
        "annotations": [plain],
        "categories": [{"id": 1, "name": "ball"}],
    }


@pytest.mark.parametrize(
    ("more", "expected"),
    [({}, True), ({"images": []}, False), ({"videos": [{"id": 1}]}, False), ({"videos": 1}, False)],
)
def test_it_is_known_by_its_videos(more: dict[str, Any], expected: bool) -> None:
    assert is_of_videos(document(bboxes=[]) | more) is expected


def test_each_picture_of_a_video_is_a_frame() -> None:
    content = read_document(document(bboxes=[[90, 40, 21, 21], None, [93, 40, 21, 21]]))

    assert [image.frame_number for image in content.images] == [0, 1, 2]
    assert [(each.place, each.track) for each in content.annotations] == [
        ((100.0, 50.0), "4"),
        ((103.0, 50.0), "4"),
    ]


@pytest.mark.parametrize(
    ("annotation", "count"),
    [
        ({"bboxes": [None, None, None]}, 0),
        ({"bboxes": [[1, 1, 5, 5]]}, 1),
        ({"bboxes": [], "segmentations": [None, [[1, 1, 9, 1, 9, 9]], None]}, 1),
        ({"bboxes": None}, 0),
        ({}, 0),
    ],
)
def test_frames_without_the_object_have_none(annotation: dict[str, Any], count: int) -> None:
    assert len(with_images(document(**annotation))["annotations"]) == count


@pytest.mark.parametrize("broken", [{"videos": [{"file_names": 7}]}, {"annotations": [7]}])
def test_what_is_none_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(FormatError):
        with_images(document() | broken)
