"""Which model looks for the ball: the list in the panel, and what is known of the chosen one."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.gui.jobs.jobs import Job, Jobs
from app.gui.shell.settings import DEVICES, Settings
from app.workflows.videos import OpenedVideo
from inference.ball.detection.detector import load_detector
from inference.ball.detection.speed import (
    SPEEDS,
    Speed,
    measure_speed,
    read_speed,
    write_speed,
)
from inference.models.catalog import ListedModel, fault_of, listed_models
from inference.models.locations import DEFAULT, EVENTS_DEFAULT
from inference.runtime.devices import is_cuda_available
from storage.library.library import Library
from storage.quantities import number
from widgets.review.model_box import ModelBox, ModelFacts, SpeedFacts


@dataclass(frozen=True, eq=False)
class _AvailableModels:
    """What there is to choose from, and how fast it has been here."""

    models: list[ListedModel]
    speeds: dict[str, Speed]
    cuda: bool


class ModelChoice(QObject):
    """Keeps the panel's model box in step with the library; remembers what the user chooses."""

    changed = Signal()  # another model, or another device
    chosen_for_good = Signal(str)  # by the user: this model tracks the next videos, too

    def __init__(
        self,
        box: ModelBox,
        library: Library,
        opened: OpenedVideo,
        jobs: Jobs,
        settings: Settings,
        near: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        """`near` gives the frame that the user looks at, from any thread."""
        super().__init__(parent)
        self._box = box
        self._library = library
        self._opened = opened
        self._jobs = jobs
        self._settings = settings
        self._near = near
        self._available = _AvailableModels([], {}, False)
        self._measuring: Job | None = None
        self._looking = False
        self._connect()
        self.read()

    @property
    def chosen(self) -> str:
        """The name of the model that the next analysis uses."""
        return self._settings.model(self._library.folder, DEFAULT)

    @property
    def events_model(self) -> str:
        """The name of the model that finds events in the path."""
        return self._settings.event_model(self._library.folder, EVENTS_DEFAULT)

    @property
    def device(self) -> str:
        """Where it runs: auto, cpu or cuda."""
        return self._settings.device

    def read(self) -> None:
        """Look anew at what there is."""
        job = self._jobs.start(_read_available(self._library, self.device))
        job.succeeded.connect(self._take)

    def choose(self, name: str) -> None:
        """Let the next analysis use the model `name`."""
        self.stop()
        self._settings.set_model(self._library.folder, name)
        self._show()
        self.changed.emit()

    def measure(self) -> None:
        """See how fast the chosen model is on this video, as a job."""
        if self._measuring is not None:
            return
        work = _measure_speed(self._library, self._opened, self.chosen, self.device, self._near)
        self._measuring = job = self._jobs.start(work)
        job.ended.connect(self._end_measuring)
        self._show_speed()

    def stop(self) -> None:
        """Stop measuring; nothing is kept of it."""
        if self._measuring is not None:
            self._measuring.cancel()

    def look_for_faults(self) -> None:
        """Read the weights of all models, so that damaged ones are not to be chosen."""
        if not self._looking:
            self._looking = True
            job = self._jobs.start(_check_faults(self._available.models))
            job.succeeded.connect(self._show_faults)
            job.ended.connect(self._end_looking)

    def _connect(self) -> None:
        self._box.model_chosen.connect(self._choose_for_good)
        self._box.device_chosen.connect(self._choose_device)
        self._box.list_opened.connect(self.look_for_faults)
        self._box.measure_asked.connect(self.measure)
        self._box.stop_asked.connect(self.stop)
        self._box.set_about_shown(self._settings.is_open("model"))
        self._box.about_toggled.connect(partial(self._settings.set_open, "model"))

    def _choose_for_good(self, name: str) -> None:
        self.choose(name)
        self.chosen_for_good.emit(name)

    def _choose_device(self, device: str) -> None:
        self.stop()
        self._settings.set_device(device)
        self.read()  # another device, other speeds
        self.changed.emit()

    def _take(self, available: _AvailableModels) -> None:
        self._available = available
        names = {model.name for model in available.models}
        if self.chosen not in names:  # it was removed from the library
            self._settings.set_model(self._library.folder, DEFAULT)
        self._show()

    def _show(self) -> None:
        self._box.set_models([_facts(model) for model in self._available.models], self.chosen)
        self._box.set_devices(DEVICES if self._available.cuda else (), self.device)
        self._show_speed()

    def _show_faults(self, models: list[ListedModel]) -> None:
        self._available = replace(self._available, models=models)
        self._box.set_faults([_facts(model) for model in models])

    def _show_speed(self) -> None:
        if self._measuring is not None:
            self._box.set_speed(SpeedFacts("measuring…", measuring=True))
        else:
            self._box.set_speed(speed_facts(self._available.speeds.get(self.chosen)))

    def _end_measuring(self) -> None:
        self._measuring = None
        self.read()

    def _end_looking(self) -> None:
        self._looking = False


def speed_facts(speed: Speed | None) -> SpeedFacts:
    """How fast a model is, in words."""
    if speed is None:
        return SpeedFacts("not measured yet")
    rate = number(round(speed.rate)) if speed.rate >= 10 else f"{speed.rate:.1f}"
    where = f"{rate} frames a second at {speed.width} x {speed.height}, {speed.engine}"
    return SpeedFacts(f"{rate} frames/s", where)


def _facts(model: ListedModel) -> ModelFacts:
    return ModelFacts(model.name, model.title, model.training, model.results, model.fault)


def _read_available(library: Library, device: str) -> Generator[None, None, _AvailableModels]:
    yield
    # a card that cannot be read does not say of which task it is
    models = [model for model in listed_models(library.models) if model.task in ("ball", "")]
    memory = library.folder / SPEEDS
    speeds = {model.name: read_speed(memory, model.name, device) for model in models}
    yield
    return _AvailableModels(
        models, {name: s for name, s in speeds.items() if s}, is_cuda_available()
    )


def _check_faults(models: list[ListedModel]) -> Generator[None, None, list[ListedModel]]:
    looked_at = []
    for model in models:
        yield
        looked_at.append(replace(model, fault=fault_of(model)))
    return looked_at


def _measure_speed(
    library: Library, opened: OpenedVideo, model: str, device: str, near: Callable[[], int]
) -> Generator[object, None, None]:
    video, table = opened.video, opened.table
    detector = yield from load_detector(model, video, table, library.models, device)
    speed = yield from measure_speed(detector, video, table, near)
    write_speed(library.folder / SPEEDS, model, device, speed)
