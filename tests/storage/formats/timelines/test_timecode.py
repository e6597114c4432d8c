from fractions import Fraction

import opentimelineio as otio
import pytest

from storage.errors import UserError
from storage.formats.timelines.timecode import frame_of, time_code_of

NTSC = Fraction(30_000, 1001)


@pytest.mark.parametrize(
    ("frame", "rate", "drop", "code"),
    [
        (0, Fraction(25), False, "00:00:00:00"),
        (1799, NTSC, True, "00:00:59;29"),
        (1800, NTSC, True, "00:01:00;02"),
        (17_982, NTSC, True, "00:10:00;00"),
        (107_892, NTSC, True, "01:00:00;00"),
        (3599, Fraction(60_000, 1001), True, "00:00:59;59"),
        (3600, Fraction(60_000, 1001), True, "00:01:00;04"),
        (24 * 3600 * 25, Fraction(25), False, "00:00:00:00"),  # begins again at midnight
        (2_589_408, NTSC, True, "00:00:00;00"),
    ],
)
def test_known_codes(frame: int, rate: Fraction, drop: bool, code: str) -> None:
    assert time_code_of(frame, rate, drop) == code


@pytest.mark.parametrize("rate", [NTSC, Fraction(60_000, 1001)])
def test_every_dropped_code_names_its_frame_as_opentimelineio_has_it(rate: Fraction) -> None:
    day = 24 * 6 * (600 * round(rate) - 9 * (2 if round(rate) == 30 else 4))
    for frame in [*range(20_000), *range(20_000, day, 9973), day - 1]:
        code = time_code_of(frame, rate, drop=True)

        assert frame_of(code, rate) == frame
        if frame % 7 == 0 or frame > 20_000:
            theirs = otio.opentime.from_timecode(code, float(rate))
            assert theirs.value == frame


def test_numbers_that_drop_frame_leaves_out_are_no_time_code() -> None:
    with pytest.raises(ValueError, match="left out"):
        frame_of("00:01:00;01", NTSC)


@pytest.mark.parametrize("code", ["", "1:2:3", "00:00:60:00", "00:00:00:30", "00:00:00:-1"])
def test_what_is_no_time_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="time code"):
        frame_of(code, NTSC)


def test_rates_without_time_code_are_told() -> None:
    with pytest.raises(UserError, match=r"no time code for 119\.88 frames a second.*OTIO"):
        time_code_of(1, Fraction(120_000, 1001))
