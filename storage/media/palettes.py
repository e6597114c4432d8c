"""Tables of colours that stand in a file beside its pictures: at the start, and where they change.

A file gives a table once, with the first picture that uses it. Who seeks behind it never sees it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from av.packet import Packet, PacketSideData
from av.video.stream import VideoStream

from storage.media.container import demuxed, main_video_stream, open_container
from storage.media.packets import full_packets

_PALETTE: Final = "palette"
_MOST = 512 << 20  # bytes of a file that is gone through; cameras' larger ones have one table


@dataclass(frozen=True, slots=True)
class Palettes:
    """The tables of a file: from which packet on each of them counts, from 0 in file order."""

    first: Sequence[int]
    stamps: Sequence[int]  # the same by time stamp, in ticks; 0 where there are none
    tables: Sequence[PacketSideData]

    def give(self, packet: "Packet[VideoStream]", mark: int, by_stamps: bool) -> None:
        """Put the table that counts at `mark`, a time stamp or a number, beside a picture."""
        place = bisect_right(self.stamps if by_stamps else self.first, mark) - 1
        if place >= 0 and not packet.has_sidedata(_PALETTE):
            packet.set_sidedata(self.tables[place])


def palettes_of(path: Path) -> Palettes:
    """All tables of colours beside the pictures of a file. Raises UserError."""
    status = path.stat()
    return _read(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, size: int, changed: int) -> Palettes:
    first, stamps = [], []
    tables: list[PacketSideData] = []
    seen = b""
    with open_container(path) as container:
        stream = main_video_stream(container, path)
        for number, packet in enumerate(full_packets(demuxed(container, stream))):
            if packet.has_sidedata(_PALETTE):
                table = packet.get_sidedata(_PALETTE)
                if bytes(table) != seen:
                    seen = bytes(table)
                    first.append(number)
                    stamps.append(packet.pts or 0)
                    tables.append(table)
            if size > _MOST:
                break
    return Palettes(first, stamps, tables)
