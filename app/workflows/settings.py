"""What the user chose for good, as far as work without a window needs it."""

import getpass
from functools import cached_property
from pathlib import Path

from app.workflows.ini_file import read_ini
from storage.cloud.s3.location import S3Location
from storage.cloud.video_cache import DEFAULT_GB
from storage.errors import UserError

SYNC_MODES = ("automatic", "on command", "off")
LOCATION = ("bucket", "prefix", "profile", "region", "endpoint")  # no secret among them
_MOST = 100_000  # gigabytes, or megabytes a second


class UserSettings:
    """Typed view of the INI file that the window writes. No secrets are kept there."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_path()

    @property
    def author(self) -> str:
        """The name that stands on labels; the system's user name until one was given."""
        return self.value("author") or system_user()

    @property
    def author_known(self) -> bool:
        return bool(self.value("author"))

    @property
    def place(self) -> S3Location | None:
        """The place in S3; None until one is chosen, and if the file holds what cannot be one."""
        if not self.value("s3/bucket"):
            return None
        try:
            return S3Location(*(self.value(f"s3/{name}") for name in LOCATION))
        except UserError:
            return None

    @property
    def sync_mode(self) -> str:
        """When labels are shared through the place in S3: one of `SYNC_MODES`."""
        mode = self.value("s3/sync")
        return mode if mode in SYNC_MODES else SYNC_MODES[0]

    @property
    def cache_gb(self) -> int:
        """How many gigabytes videos from S3 may take on this computer."""
        return self._number("s3/cache_gb") or DEFAULT_GB

    @property
    def rate_mb(self) -> int:
        """How many megabytes a second transfers with S3 may take; 0: all there are."""
        return self._number("s3/rate_mb")

    @property
    def bytes_per_second(self) -> int | None:
        """The same in bytes, None for all there are."""
        return self.rate_mb * 1_000_000 or None

    @property
    def watching(self) -> bool:
        """Whether new videos of the place in S3 are fetched as they come."""
        return self.value("s3/watching") == "yes"

    def value(self, name: str) -> str:
        """What the file holds under a whole key, such as `s3/bucket`; "" where it holds nothing."""
        return self._values.get(name, "")

    @cached_property
    def _values(self) -> dict[str, str]:
        return read_ini(self.path)

    def _number(self, name: str) -> int:
        value = self.value(name)
        return min(int(value), _MOST) if value.isdecimal() and len(value) < 20 else 0


def settings_path() -> Path:
    """The file of the user's settings."""
    from platformdirs import user_config_dir  # late: most commands have no need of it

    return Path(user_config_dir("touchline")) / "touchline.ini"


def system_user() -> str:
    """The system's name of the user, or "analyst" where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "analyst"
