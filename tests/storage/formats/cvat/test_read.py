"""CVAT's files as its servers and other programs write them."""

from dataclasses import replace
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.choices import ChoiceNeeded, ReadOptions
from storage.formats.cvat.frames import frames_of_task
from storage.formats.cvat.read import check_cvat, read_cvat
from storage.formats.cvat.shapes import box_of_shape
from storage.formats.cvat.xml import CvatTask
from tests.storage.formats.labelled_videos import FRAMES, ball, balls, target, video

FLAGS = 'outside="0" occluded="0" keyframe="1" z_order="0"'
SIZE = "<original_size><width>640</width><height>360</height></original_size>"
TASK = f"<task><id>7</id><size>60</size>{SIZE}<source>final.mp4</source></task>"


def file(folder: Path, body: str, meta: str = TASK) -> Path:
    path = folder / "annotations.xml"
    path.write_text(f"<annotations><version>1.1</version><meta>{meta}</meta>{body}</annotations>")
    return path


def track(*shapes: str, label: str = "ball", id: int = 0, **more: str) -> str:
    told = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<track id="{id}" label="{label}"{told}>{"".join(shapes)}</track>'


def box(frame: int, x: float = 100.5, attributes: str = "") -> str:
    sides = f'xtl="{x - 4}" ytl="46.5" xbr="{x + 4}" ybr="54.5"'
    return f'<box frame="{frame}" {FLAGS} {sides}>{attributes}</box>'


SHAPES = {
    "ellipse": f'<ellipse frame="3" {FLAGS} cx="100.5" cy="50.5" rx="4" ry="3"/>',
    "turned ellipse": f'<ellipse frame="3" {FLAGS} cx="100.5" cy="50.5" rx="4" ry="3" '
    'rotation="20"/>',
    "polygon": f'<polygon frame="3" {FLAGS} points="96.5,50.5;100.5,46.5;104.5,50.5;100.5,54.5"/>',
    "polyline": f'<polyline frame="3" {FLAGS} points="96.5,46.5;104.5,54.5"/>',
    "turned box": f'<box frame="3" {FLAGS} xtl="96.5" ytl="46.5" xbr="104.5" ybr="54.5" '
    'rotation="31.5"/>',
    "points": f'<points frame="3" {FLAGS} points="96.5,46.5;104.5,54.5"/>',
    "point": f'<points frame="3" {FLAGS} points="100.50,50.50"/>',
    "mask": f'<mask frame="3" {FLAGS} rle="9, 2, 2, 2, 9" left="97.5" top="47.5" width="4" '
    'height="6"/>',
    "skeleton": f'<skeleton frame="3" {FLAGS}><points label="1" points="96.5,46.5" outside="0"/>'
    '<points label="2" points="104.5,54.5" outside="0"/><points label="3" points="0,0" '
    'outside="1"/></skeleton>',
    "cuboid": f'<cuboid frame="3" {FLAGS} xtl1="96.5" ytl1="46.5" xbl1="96.5" ybl1="54.5" '
    'xtr1="104.5" ytr1="46.5" xbr1="104.5" ybr1="54.5"/>',
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_its_middle(tmp_path: Path, shape: str) -> None:
    path = file(tmp_path, track(SHAPES[shape]))

    [row] = balls(read_cvat(path, target()))
    assert row.frame == 3
    assert (row.x, row.y) == pytest.approx((100, 50), abs=1)
    assert check_cvat(path).problems == ()


def test_a_mask_of_whole_rows_is_as_wide_as_its_box() -> None:
    mask = {"rle": "4,8,4", "left": "10", "top": "20", "width": "4", "height": "4"}

    found = box_of_shape("mask", mask)
    assert (found.left, found.top, found.width, found.height) == (10, 21, 4, 2)


@pytest.mark.parametrize(
    ("task", "used", "frames"),
    [
        (CvatTask(frames=60), [0, 59], [0, 59]),
        (CvatTask(frames=20, start=0, stop=57, step=3), range(20), range(0, 58, 3)),
        (CvatTask(frames=20, start=0, stop=57, step=3), range(0, 58, 3), range(0, 58, 3)),
        (CvatTask(frames=10, start=10, stop=19), range(10), range(10, 20)),
        (CvatTask(frames=10, start=10, stop=19), range(10, 20), range(10, 20)),
        (CvatTask(frames=25, start=10, stop=58, step=2), [0, 1, 24], [10, 12, 58]),
        (CvatTask(frames=25, start=10, stop=58, step=2), [10, 58], [10, 58]),
        (CvatTask(frames=25, start=10, step=2), [10, 58], [10, 58]),
        (CvatTask(frames=20, start=0, stop=19, source="final.mp4"), [0, 19], [0, 19]),
        (CvatTask(), [5], [5]),
    ],
)
def test_a_part_of_a_video_says_which(task: CvatTask, used: list[int], frames: list[int]) -> None:
    assert list(frames_of_task(task, list(used), video()).values()) == list(frames)


@pytest.mark.parametrize(
    "task",
    [
        CvatTask(frames=700),
        CvatTask(frames=20, start=100, stop=119),
        CvatTask(frames=20, stop=19, source="other.mp4"),
        CvatTask(frames=4, start=10, step=2, stop=16),
    ],
)
def test_a_task_of_another_video_is_refused(task: CvatTask) -> None:
    with pytest.raises(UserError, match=f"The task has {task.frames} frames"):
        frames_of_task(task, [0, 1, 9], video())


PROJECT = (
    "<project><name>league</name><tasks>"
    f"<task><id>7</id><name>one</name><size>60</size>{SIZE}<source>semi.mp4</source></task>"
    f"<task><id>8</id><name>two</name><size>60</size>{SIZE}<source>final.mp4</source></task>"
    "</tasks><labels><label><name>ball</name></label></labels></project>"
)


def test_of_a_project_only_the_task_of_the_video_is_read(tmp_path: Path) -> None:
    both = track(box(3), task_id="7") + track(box(9), task_id="8", id=1)
    path = file(tmp_path, both, PROJECT)

    assert [row.frame for row in balls(read_cvat(path, target()))] == [9]
    chosen = read_cvat(path, target(), ReadOptions(source="one"))
    assert [row.frame for row in chosen.balls] == [3]
    with pytest.raises(ChoiceNeeded, match="of 2 videos") as asked:
        read_cvat(path, target(name="other.mp4"))
    assert asked.value.values == ("semi.mp4", "final.mp4")


def image(frame: int, shapes: str, name: str = "", size: str = 'width="640" height="360"') -> str:
    return f'<image id="{frame}" name="{name or f"frame_{frame:06d}"}" {size}>{shapes}</image>'


BALL_BOX = '<box label="ball" occluded="0" xtl="96.5" ytl="46.5" xbr="104.5" ybr="54.5"/>'
PLAYER = '<polygon label="player" occluded="0" points="1,2;30,2;30,80"/>'


def test_pictures_of_a_video_are_frames(tmp_path: Path) -> None:
    path = file(tmp_path, image(3, BALL_BOX + PLAYER) + image(9, BALL_BOX))

    labels = read_cvat(path, target())
    assert balls(labels) == [ball(3, 100, 50), ball(9, 100, 50)]
    assert [(each.name, each.frame) for each in labels.boxes] == [("player", 3)]


def test_pictures_of_another_size_are_scaled(tmp_path: Path) -> None:
    path = file(tmp_path, image(3, BALL_BOX, size='width="320" height="180"'), "")

    [row] = balls(read_cvat(path, target()))
    assert (row.x, row.y) == (200.5, 100.5)


def test_pictures_with_names_of_their_own_go_by_them(tmp_path: Path) -> None:
    named = [image(n, BALL_BOX, f"rally_{7 * n}.jpg") for n in range(3)]
    path = file(tmp_path, "".join(named), "<task><size>3</size></task>")

    with pytest.raises(ChoiceNeeded, match="3 pictures"):
        read_cvat(path, target())
    found = read_cvat(path, target(), ReadOptions(first_number=0))
    assert [row.frame for row in found.balls] == [0, 7, 14]


def test_other_objects_come_in_as_boxes(tmp_path: Path) -> None:
    player = track(box(3, 300.5), box(4, 302.5), label="player", id=5)

    labels = read_cvat(file(tmp_path, track(box(3)) + player), target())
    assert [
        (each.name, each.frame, each.track, each.left, each.width) for each in labels.boxes
    ] == [
        ("player", 3, 5, 296, 8),
        ("player", 4, 5, 298, 8),
    ]


def test_an_odd_shape_of_another_class_does_not_refuse_the_rest(tmp_path: Path) -> None:
    odd = track(f'<box frame="x" {FLAGS}/>', label="player", id=1)

    labels = read_cvat(file(tmp_path, track(box(3)) + odd), target())
    assert balls(labels) == [ball(3, 100, 50)]
    assert "frame is 'x'" in labels.notes[0]


def test_what_a_model_has_drawn_is_a_models(tmp_path: Path) -> None:
    [row] = balls(read_cvat(file(tmp_path, track(box(3), source="auto")), target()))

    assert row.source.name == "MODEL"


@pytest.mark.parametrize("name", ["moving", "in_play", "Moving", "active", "main"])
def test_the_ball_in_play_is_marked_by_an_attribute(tmp_path: Path, name: str) -> None:
    def told(value: str) -> str:
        return f'<attribute name="{name}">{value}</attribute>'

    lying = track(*(box(n, 500.5, told("false")) for n in range(9)))
    moving = track(*(box(n, 100.5 + n, told("true")) for n in range(9)), id=1)

    labels = read_cvat(file(tmp_path, lying + moving), target())
    assert balls(labels) == [ball(n, 100 + n, 50) for n in range(9)]
    assert len(labels.boxes) == 9


def test_a_file_of_stored_pixels_fits_a_video_that_is_shown_wider(tmp_path: Path) -> None:
    wide = target()
    stream = replace(wide.table.stream, coded_width=480)
    wide = replace(wide, table=replace(wide.table, stream=stream))
    meta = TASK.replace("<width>640", "<width>480")

    [row] = balls(read_cvat(file(tmp_path, track(box(3, 75.5)), meta), wide))
    assert row.x == pytest.approx(75.5 * 640 / 480 - 0.5)
    assert row.frame < FRAMES


def unpadded(order: list[int], first: int = 0) -> str:
    """Pictures that were put into a task in the order of their names: 10 comes before 9."""
    at = {n: 96.5 + n for n in order}
    box = '<box label="ball" occluded="0" xtl="{}" ytl="46.5" xbr="{}" ybr="54.5"/>'
    return "".join(
        image(id, box.format(at[n], at[n] + 8), f"img{n + first}.jpg") for id, n in enumerate(order)
    )


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("source", ["", "<source>frames.zip</source>"])
def test_the_names_of_pictures_come_before_their_place_in_a_task(
    tmp_path: Path, first: int, source: str
) -> None:
    order = sorted(range(FRAMES), key=lambda n: str(n + first))
    meta = f"<task><id>7</id><size>60</size>{SIZE}{source}</task>"

    rows = balls(read_cvat(file(tmp_path, unpadded(order, first), meta), target()))
    assert rows == [ball(n, 100 + n, 50) for n in range(FRAMES)]


@pytest.mark.parametrize("name", ["frame_{:06d}", "img_{:03d}.png", "f{:04d}-720p.jpg"])
def test_names_that_agree_with_the_ids_need_no_choice(tmp_path: Path, name: str) -> None:
    shapes = [image(n, BALL_BOX if n % 20 == 7 else "", name.format(n)) for n in range(FRAMES)]

    rows = balls(read_cvat(file(tmp_path, "".join(shapes)), target()))
    assert [row.frame for row in rows] == [7, 27, 47]


def test_names_that_tell_nothing_are_refused(tmp_path: Path) -> None:
    shapes = [image(n, BALL_BOX, f"{(n * 7919) % 10007}.jpg") for n in range(FRAMES)]
    meta = f"<task><id>7</id><size>60</size>{SIZE}</task>"

    with pytest.raises(UserError, match="do not number the frames"):
        read_cvat(file(tmp_path, "".join(shapes), meta), target())


def test_two_tracks_may_say_the_same(tmp_path: Path) -> None:
    labels = read_cvat(file(tmp_path, track(box(3)) + track(box(3), id=1)), target())

    assert balls(labels) == [ball(3, 100, 50)]
    assert labels.boxes == ()
