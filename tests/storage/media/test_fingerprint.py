from hashlib import sha256
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.media.fingerprint import fingerprint

MIB = 1 << 20


@pytest.mark.parametrize("size", [1, MIB - 1, MIB, 2 * MIB + 5])
def test_size_first_and_last_mebibyte_make_the_fingerprint(tmp_path: Path, size: int) -> None:
    data = bytes(i * 7 % 251 for i in range(1000)) * (size // 1000 + 1)
    path = tmp_path / "clip.mp4"
    path.write_bytes(data[:size])

    told = size.to_bytes(8, "little") + data[:size][:MIB] + data[:size][-MIB:]
    assert fingerprint(path) == sha256(told).hexdigest()


def test_a_copy_under_another_name_is_the_same_video(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"video" * 1000)
    (tmp_path / "b.mov").write_bytes(b"video" * 1000)

    assert fingerprint(tmp_path / "a.mp4") == fingerprint(tmp_path / "b.mov")


def test_a_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.mp4 does not exist"):
        fingerprint(tmp_path / "gone.mp4")
