"""Files in formats that are not read here are known by their keys, and what helps is said."""

from typing import Any

import pytest

from storage.formats.common.other_programs import program_of_xml, refuse_other_json
from storage.formats.common.problems import FormatError

FILES: dict[str, Any] = {
    "LabelMe": {"version": "5.0.1", "shapes": [], "imagePath": "a.jpg", "imageHeight": 180},
    "VGG Image Annotator": {"_via_settings": {}, "_via_img_metadata": {}},
    "file of the VGG": {"a.jpg123": {"filename": "a.jpg", "size": 1, "regions": []}},
    "V7 Darwin": {"version": "2.0", "item": {"name": "a.mp4"}, "annotations": []},
    "Datumaro": {"info": {}, "categories": {"label": {}}, "items": []},
    "Supervisely": {"framesCount": 60, "frames": [], "objects": []},
    "Encord": [{"label_hash": "x", "data_type": "video", "data_units": {}}],
    "FiftyOne": {"samples": [{"filepath": "a.jpg"}]},
    "Scalabel": [{"name": "a.jpg", "videoName": "v", "frameIndex": 0}],
    "Label Studio": [{"id": 1, "annotations": [], "data": {"video": "x.mp4"}}],
}


@pytest.mark.parametrize("program", FILES)
def test_a_file_of_another_program_is_called_by_its_name(program: str) -> None:
    with pytest.raises(FormatError, match=program) as refused:
        refuse_other_json(FILES[program])
    assert "as COCO, YOLO or CVAT" in refused.value.advice


@pytest.mark.parametrize(
    "value",
    [
        {"images": [], "annotations": [], "categories": []},
        {"annotations": [{"gameTime": "1 - 00:01", "label": "Goal"}]},
        {"videos": [], "annotations": [], "categories": []},
        [],
        {},
        7,
        None,
        [7],
        {"a": []},
    ],
)
def test_other_json_is_let_through(value: Any) -> None:
    refuse_other_json(value)


def test_xml_is_known_by_its_root() -> None:
    assert program_of_xml("annotation").startswith("a Pascal VOC")
    assert program_of_xml("annotations") == ""
