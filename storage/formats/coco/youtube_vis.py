"""COCO's form for videos: videos list their pictures, and annotations have a box for each of them.

YouTube-VIS and others write it. It is read as ordinary COCO, whose pictures say their frames.
"""

from typing import Any

from storage.formats.common.json_document import Fields, fields, items

_PER_FRAME = {"bboxes": "bbox", "segmentations": "segmentation", "keypoints": "keypoints"}


def is_of_videos(document: Fields) -> bool:
    """Whether a file has the pictures of its videos in place of images."""
    videos = document.get("videos")
    return (
        "images" not in document
        and isinstance(videos, list)
        and any(isinstance(video, dict) and "file_names" in video for video in videos)
    )


def with_images(document: Fields) -> Fields:
    """The same file as images and annotations. Raises FormatError."""
    images: list[Fields] = []
    annotations: list[Fields] = []
    for video in map(fields, items(document.get("videos"), "videos")):
        for frame, name in enumerate(items(video.get("file_names"), "file_names")):
            place = {"id": _image(video.get("id"), frame), "file_name": name, "frame_id": frame}
            size = {"width": video.get("width"), "height": video.get("height")}
            images.append(place | size | {"video_id": video.get("id")})
    for annotation in map(fields, items(document.get("annotations"), "annotations")):
        annotations += _of_frames(annotation)
    return document | {"images": images, "annotations": annotations}


def _of_frames(annotation: Fields) -> list[Fields]:
    lists = {one: items(annotation.get(many), many) for many, one in _PER_FRAME.items()}
    one_object = {name: annotation.get(name) for name in ("category_id", "attributes", "score")}
    annotations = []
    for frame in range(max(map(len, lists.values()), default=0)):
        shape: dict[str, Any] = {
            name: values[frame] for name, values in lists.items()
            if frame < len(values) and values[frame]
        }  # fmt: skip
        if shape:
            image = {"image_id": _image(annotation.get("video_id"), frame)}
            annotations.append(one_object | shape | image | {"track_id": annotation.get("id")})
    return annotations


def _image(video: object, frame: int) -> str:
    return f"{video}/{frame}"
