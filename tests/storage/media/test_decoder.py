from collections.abc import Callable, Iterator

import pytest

from storage.media.decoder import Decoder, ReadCancelled
from storage.media.frame_table import FrameTable
from storage.media.reader import never_cancelled
from tests.clips.shelf import Shelf

TableOf = Callable[[str], FrameTable]


@pytest.fixture
def decoder(shelf: Shelf, table_of: TableOf) -> Iterator[Decoder]:
    decoder = Decoder(shelf.path("long_gop.mp4"), table_of("long_gop.mp4"), deinterlace=True)
    yield decoder
    decoder.close()


def rest(decoder: Decoder) -> list[int]:
    return [frame.index for frame in iter(lambda: decoder.next_frame(never_cancelled), None)]


def test_after_a_seek_come_all_frames_from_the_key_frame_on(decoder: Decoder) -> None:
    decoder.seek(1, never_cancelled)

    assert rest(decoder) == list(range(60, 120))
    assert decoder.ended


def test_in_a_hurry_only_the_way_is_thinned_out(decoder: Decoder) -> None:
    decoder.seek(0, never_cancelled)
    decoder.skip_until(50)

    frames = rest(decoder)

    assert len(frames) < 120
    assert decoder.whole_from == 50 - 12
    assert [i for i in frames if i >= decoder.whole_from] == list(range(50 - 12, 120))


def test_the_key_frame_before_is_the_last_one_not_after(decoder: Decoder) -> None:
    assert [decoder.key_before(i) for i in (0, 59, 60, 119)] == [0, 0, 1, 1]


def test_interlaced_frames_are_decoded_from_the_frame_before(
    shelf: Shelf, table_of: TableOf
) -> None:
    decoder = Decoder(shelf.path("interlaced.ts"), table_of("interlaced.ts"), deinterlace=True)

    assert [decoder.key_before(i) for i in (0, 25, 26)] == [0, 0, 1]
    decoder.close()


def test_a_demuxer_that_lands_too_late_is_sent_back(shelf: Shelf, table_of: TableOf) -> None:
    decoder = Decoder(shelf.path("offset.ts"), table_of("offset.ts"), deinterlace=True)
    for key, first in ((1, 250), (0, 0), (1, 250)):
        decoder.seek(key, never_cancelled)
        frame = decoder.next_frame(never_cancelled)
        assert frame is not None
        assert frame.index == first
    decoder.close()


def test_a_cancelled_search_can_be_made_again(decoder: Decoder) -> None:
    decoder.seek(1, never_cancelled)
    with pytest.raises(ReadCancelled):
        decoder.next_frame(lambda: True)

    decoder.seek(0, never_cancelled)

    assert rest(decoder) == list(range(120))


def test_the_last_frames_of_a_damaged_file_are_not_lost(shelf: Shelf, table_of: TableOf) -> None:
    table = table_of("cut_short.mp4")
    decoder = Decoder(shelf.path("cut_short.mp4"), table, deinterlace=True)

    assert decoder.disable_frame_threads()
    assert not decoder.disable_frame_threads()
    decoder.seek(len(table.seek_index) - 1, never_cancelled)

    assert rest(decoder)[-1] == len(table) - 2  # the very last one is cut through
    decoder.close()
