"""Breaking files the way disks, networks and cut-off recordings do; the same way every time."""

import random
from pathlib import Path

TS_PACKET = 188


def cut_front(source: Path, path: Path, share: float) -> Path:
    """A recording whose first part, in whole transport packets, is missing."""
    data = source.read_bytes()
    path.write_bytes(data[int(len(data) * share) // TS_PACKET * TS_PACKET :])
    return path


def cut_end(source: Path, path: Path, share: float) -> Path:
    """The first part of a file."""
    data = source.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def drop_packets(source: Path, path: Path, losses: int) -> Path:
    """A transport stream with bursts of packets lost, its first tenth intact."""
    chance = random.Random(7)
    data = source.read_bytes()
    packets = [data[i : i + TS_PACKET] for i in range(0, len(data), TS_PACKET)]
    for _ in range(losses):
        first = chance.randrange(len(packets) // 10, len(packets))
        del packets[first : first + chance.randint(1, 12)]
    path.write_bytes(b"".join(packets))
    return path


def add_stream(source: Path, path: Path, share: float, kind: int = 0xE0, pid: int = 0x300) -> Path:
    """A transport stream in which a stream that was not announced begins at a share of the file.

    `kind` is the number of MPEG for a picture (0xE0), sound (0xC0) or private data (0xBD).
    """
    begin = bytes([0, 0, 1, kind]) + bytes.fromhex("000080c00a310011052111000fcce1")
    packet = bytes([0x47, 0x40 | pid >> 8, pid & 0xFF, 0x10]) + begin
    data = source.read_bytes()
    at = int(len(data) * share) // TS_PACKET * TS_PACKET
    path.write_bytes(data[:at] + packet + bytes(TS_PACKET - len(packet)) + data[at:])
    return path


def scribble(source: Path, path: Path, spots: int) -> Path:
    """An MP4 file with random bytes in its picture data, its index intact."""
    chance = random.Random(7)
    data = bytearray(source.read_bytes())
    begin = data.index(b"mdat") + 4
    size = int.from_bytes(data[begin - 8 : begin - 4], "big")
    for _ in range(spots):
        first = chance.randrange(begin, begin + size - 48)
        length = chance.randint(1, 40)
        data[first : first + length] = chance.randbytes(length)
    path.write_bytes(data)
    return path
