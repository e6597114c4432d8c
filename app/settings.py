"""What the user chose for good: the name on labels, keys, the window's place."""

from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QSettings

from app.actions import ACTIONS
from app.author import system_user


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
        """Place and size of the window, empty before it was first closed."""
        value = self._file.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("window/geometry", geometry)

    def folder(self, purpose: str) -> Path:
        """Where the user last opened or saved for `purpose`; the home folder at first."""
        folder = Path(str(self._file.value(f"folders/{purpose}", Path.home())))
        return folder if folder.is_dir() else Path.home()

    def set_folder(self, purpose: str, folder: Path) -> None:
        self._file.setValue(f"folders/{purpose}", str(folder))
