from pathlib import Path

from app.gui.queue.thumbnails import SIZE, WantedThumbnail, read_thumbnails
from storage.media.frame_table import scan_frames
from tests.app.rally import ball_at
from tests.draining import drained


def test_a_thumbnail_shows_the_ball_in_its_middle(rally: Path) -> None:
    frame = 10
    wanted = [WantedThumbnail(frame, ball_at(frame)), WantedThumbnail(3, None)]

    first, second = read_thumbnails(rally, drained(scan_frames(rally)), wanted)

    assert (first.frame, second.frame) == (3, frame)
    assert second.picture.shape == (SIZE[1], SIZE[0], 4)
    middle = second.picture[
        SIZE[1] // 2 - 8 : SIZE[1] // 2 + 8, SIZE[0] // 2 - 8 : SIZE[0] // 2 + 8
    ]
    assert middle[..., 1].max() > 180
