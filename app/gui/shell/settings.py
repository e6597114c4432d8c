"""What the user chose for good: the name on labels, keys, the window's place."""

import hashlib
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from app.gui.shell.actions import ACTIONS
from app.workflows.author import system_user
from storage.cloud.s3.location import S3Location
from storage.cloud.video_cache import DEFAULT_GB
from storage.errors import UserError

DEVICES = ("auto", "cpu", "cuda")
SYNC_MODES = ("automatic", "on command", "off")

_PLACE = ("bucket", "prefix", "profile", "region", "endpoint")  # no secret among them


class Settings:
    """Typed view of one INI file. No secrets are kept here."""

    def __init__(self, path: Path | None = None) -> None:
        path = path or Path(platformdirs.user_config_dir("touchline")) / "touchline.ini"
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def author(self) -> str:
        """The name that stands on labels; the system's user name until one was given."""
        return str(self._file.value("author", "")) or system_user()

    @property
    def author_known(self) -> bool:
        return bool(self._file.value("author", ""))

    def set_author(self, name: str) -> None:
        self._file.setValue("author", name.strip())

    def keys(self) -> dict[str, str]:
        """Key sequence of every action, in Qt's portable text."""
        return {
            action.id: str(self._file.value(f"keys/{action.id}", action.key)) for action in ACTIONS
        }

    def set_keys(self, keys: dict[str, str]) -> None:
        """Remember the keys that differ from the defaults."""
        for action in ACTIONS:
            if keys[action.id] == action.key:
                self._file.remove(f"keys/{action.id}")
            else:
                self._file.setValue(f"keys/{action.id}", keys[action.id])

    def geometry(self) -> QByteArray:
        """Position and size of the window, empty before it was first closed."""
        value = self._file.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("window/geometry", geometry)

    def model(self, library: Path, default: str) -> str:
        """The ball model chosen for the library in this folder."""
        return str(self._file.value(f"models/{_key(library)}", default))

    def set_model(self, library: Path, name: str) -> None:
        self._file.setValue(f"models/{_key(library)}", name)

    @property
    def device(self) -> str:
        """Where networks run: auto, cpu or cuda."""
        device = str(self._file.value("device", "auto"))
        return device if device in DEVICES else "auto"

    def set_device(self, device: str) -> None:
        self._file.setValue("device", device)

    def is_open(self, part: str) -> bool:
        """Whether a part of a panel that can be folded away is shown."""
        return self._file.value(f"open/{part}", "no") == "yes"

    def set_open(self, part: str, is_open: bool) -> None:
        self._file.setValue(f"open/{part}", "yes" if is_open else "no")

    @property
    def place(self) -> S3Location | None:
        """The place in S3; None until one is chosen, and if the file holds what cannot be one."""
        if not (bucket := str(self._file.value("s3/bucket", ""))):
            return None
        try:
            return S3Location(
                bucket, *(str(self._file.value(f"s3/{name}", "")) for name in _PLACE[1:])
            )
        except UserError:
            return None

    def set_place(self, place: S3Location | None) -> None:
        for name in _PLACE:
            self._file.setValue(f"s3/{name}", (getattr(place, name) if place else None) or "")

    @property
    def sync_mode(self) -> str:
        """When labels are shared through the place in S3: one of `SYNC_MODES`."""
        mode = str(self._file.value("s3/sync", SYNC_MODES[0]))
        return mode if mode in SYNC_MODES else SYNC_MODES[0]

    def set_sync_mode(self, mode: str) -> None:
        self._file.setValue("s3/sync", mode)

    def remembered(self, purpose: str) -> dict[str, str]:
        """What the user chose last for `purpose`, by name; empty at first."""
        self._file.beginGroup(f"remembered/{purpose}")
        values = {name: str(self._file.value(name)) for name in self._file.childKeys()}
        self._file.endGroup()
        return values

    def remember(self, purpose: str, values: dict[str, str]) -> None:
        for name, value in values.items():
            self._file.setValue(f"remembered/{purpose}/{name}", value)

    @property
    def cache_gb(self) -> int:
        """How many gigabytes videos from S3 may take on this computer."""
        value = str(self._file.value("s3/cache_gb", ""))
        return min(int(value), 100_000) if value.isdecimal() and int(value) else DEFAULT_GB

    def set_cache_gb(self, gigabytes: int) -> None:
        self._file.setValue("s3/cache_gb", gigabytes)

    @property
    def rate_mb(self) -> int:
        """How many megabytes a second transfers with S3 may take; 0: all there are."""
        value = str(self._file.value("s3/rate_mb", ""))
        return min(int(value), 100_000) if value.isdecimal() else 0

    @property
    def bytes_per_second(self) -> int | None:
        """The same in bytes, None for all there are."""
        return self.rate_mb * 1_000_000 or None

    def set_rate_mb(self, megabytes: int) -> None:
        self._file.setValue("s3/rate_mb", megabytes)

    @property
    def watching(self) -> bool:
        """Whether new videos of the place in S3 are fetched as they come."""
        return self._file.value("s3/watching", "no") == "yes"

    def set_watching(self, on: bool) -> None:
        self._file.setValue("s3/watching", "yes" if on else "no")

    def folder(self, purpose: str) -> Path:
        """Where the user last opened or saved for `purpose`; the home folder at first."""
        folder = Path(str(self._file.value(f"folders/{purpose}", Path.home())))
        return folder if folder.is_dir() else Path.home()

    def set_folder(self, purpose: str, folder: Path) -> None:
        self._file.setValue(f"folders/{purpose}", str(folder))


def _key(library: Path) -> str:
    """A name for a library in the file: a path may hold what means something there."""
    return hashlib.sha256(str(library.absolute()).encode()).hexdigest()[:16]
