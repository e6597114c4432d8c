"""What the user chose for good in the window; what commands need is read without Qt too."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app.gui.shell.actions import ACTIONS
from app.workflows.settings import LOCATION, UserSettings
from storage.cloud.s3.location import S3Location

DEVICES = ("auto", "cpu", "cuda")


class Settings(UserSettings):
    """The settings that a window changes, its keys and its geometry. No secrets are kept here."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(path)
        self._file = QSettings(str(self.path), QSettings.Format.IniFormat)

    def value(self, name: str) -> str:
        """As the window left it a moment ago, in the file or on its way there."""
        value = self._file.value(name)
        return "" if value is None else str(value)

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

    def event_model(self, library: Path, default: str) -> str:
        """The model for events chosen for the library in this folder."""
        return str(self._file.value(f"event_models/{_key(library)}", default))

    def set_event_model(self, library: Path, name: str) -> None:
        self._file.setValue(f"event_models/{_key(library)}", name)

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

    def set_place(self, place: S3Location | None) -> None:
        for name in LOCATION:
            self._file.setValue(f"s3/{name}", (getattr(place, name) if place else None) or "")

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

    def set_cache_gb(self, gigabytes: int) -> None:
        self._file.setValue("s3/cache_gb", gigabytes)

    def set_rate_mb(self, megabytes: int) -> None:
        self._file.setValue("s3/rate_mb", megabytes)

    def set_watching(self, on: bool) -> None:
        self._file.setValue("s3/watching", "yes" if on else "no")

    def folder(self, purpose: str) -> Path:
        """Where the user last opened or saved for `purpose`; at first where the videos are."""
        for name in (purpose, "videos"):
            folder = Path(str(self._file.value(f"folders/{name}", "")))
            if folder.is_absolute() and folder.is_dir():
                return folder
        return Path.home()

    def set_folder(self, purpose: str, folder: Path) -> None:
        self._file.setValue(f"folders/{purpose}", str(folder))


def _key(library: Path) -> str:
    """A name for a library in the file: a path may hold what means something there."""
    return hashlib.sha256(str(library.absolute()).encode()).hexdigest()[:16]
