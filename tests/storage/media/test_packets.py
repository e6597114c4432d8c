from pathlib import Path

import av
import numpy as np

from storage.media.packets import MISSING, read_packets
from tests.clips.shelf import Shelf
from tests.draining import drained


def test_the_pre_roll_of_an_edit_list_is_hidden(shelf: Shelf) -> None:
    packets = drained(read_packets(shelf.path("edit_list.mp4")))

    assert np.count_nonzero(~packets.hidden) == shelf.clip("edit_list.mp4").frames
    assert packets.hidden[0]
    assert packets.key[0]


def test_a_vp8_frame_that_says_it_is_not_shown_is_hidden(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "hidden.webm"
    with av.open(shelf.path("vp8.webm")) as old, av.open(path, "w") as new:
        stream = new.add_stream_from_template(old.streams.video[0])
        for number, packet in enumerate(p for p in old.demux() if p.size):
            shown = bytes(packet)[0] | 0x10
            packet.update(bytes([shown & ~0x10 if number == 7 else shown]) + bytes(packet)[1:])
            packet.stream = stream
            new.mux(packet)

    packets = drained(read_packets(path))

    assert np.flatnonzero(packets.hidden).tolist() == [7]


def test_a_raw_stream_has_no_stamps(shelf: Shelf) -> None:
    packets = drained(read_packets(shelf.path("no_clock.h264")))

    assert len(packets) == 75
    assert (packets.pts == MISSING).all()


def test_progress_tells_bytes_in_rising_order(shelf: Shelf) -> None:
    positions = list(read_packets(shelf.path("offset.ts")))

    assert positions
    assert positions == sorted(positions)
