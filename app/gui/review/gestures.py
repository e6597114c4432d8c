"""The user's gestures on the ball: each becomes one undoable edit of the shown frame or range."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from sqlite_utils import Database

from app.gui.review.in_out_range import InOutRange
from app.gui.review.label_model import LabelModel
from app.workflows.review.healing import HealedCorrection, fill_gap, place_ball
from inference.review import ball_edits
from inference.review.ball_edits import Edits
from inference.review.healing import healed_text
from storage.quantities import plural
from storage.records import BallLabel, BallTrack, Clip, Edit, Video, Visibility, clip_key

NO_PLACE = ("There is no ball in this frame.", "Click the ball in the picture first.")
NO_RANGE = ("No range is set.", "Set an in point and an out point, then try again.")
NO_POINTS = (
    "There is no gap to fill here.",
    "Go to a frame without a ball that has one before and one after it, within three seconds.",
)


NO_LABEL = ("There is no label to delete in this frame.", "What is shown comes from the model.")


class BallGestures(QObject):
    """Turns actions into edits. What makes no sense here is said, and changes nothing."""

    refused = Signal(str, str)  # title, advice
    healed = Signal(object)  # a HealedCorrection that changed more than its own frame

    def __init__(
        self,
        labels: LabelModel,
        video: Video,
        times: NDArray[np.float64],
        shown_frame: Callable[[], int],
        marked: InOutRange,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._labels = labels
        self._video = video
        self._times = times
        self._shown_frame = shown_frame
        self._in_out_range = marked

    def place(self, x: float, y: float) -> None:
        """The ball of the shown frame is at (x, y) in display pixels."""
        frame, labels, video = self._shown_frame(), self._labels, self._video
        corrections: list[HealedCorrection] = []

        def work(db: Database, _: str, author: str) -> list[Edit]:
            # its turn has come: what was done before is on disk and in the track
            before = labels.track
            corrections.append(place_ball(db, video, before, frame, x, y, author))
            return corrections[0].edits

        labels.do(work, lambda: self._say_healed(corrections))

    def nudge(self, dx: float, dy: float) -> None:
        frame = self._shown_frame()
        self._write(lambda track: ball_edits.nudge(track, frame, dx, dy), NO_PLACE)

    def mark(self, visibility: Visibility) -> None:
        frame = self._shown_frame()
        self._write(lambda track: ball_edits.mark(track, frame, visibility), NO_PLACE)

    def accept(self) -> None:
        frame = self._shown_frame()
        self._labels.write(lambda track: ball_edits.accept(track, [frame]))

    def accept_range(self) -> None:
        if frames := self._range():
            self._labels.write(
                lambda track: ball_edits.accept(track, frames),
                partial(self.refused.emit, "There is nothing to accept in the range.", ""),
                lambda edits: self.refused.emit(*accepted_text(edits)),
            )

    def reject(self) -> None:
        frame = self._shown_frame()
        self._write(lambda track: ball_edits.reject(track, [frame]), NO_PLACE)

    def reject_range(self) -> None:
        if frames := self._range():
            self._labels.write(
                lambda track: ball_edits.reject(track, frames),
                partial(self.refused.emit, "There is no ball to reject in the range.", ""),
                lambda edits: self.refused.emit(*rejected_text(edits)),
            )

    def accept_frames(self, frames: range) -> None:
        """What is shown in these frames is right."""
        self._labels.write(lambda track: ball_edits.accept(track, frames))

    def reject_frames(self, frames: range) -> None:
        """No ball is where these frames show one."""
        nothing = ("There is no ball to reject here.", "")
        self._write(lambda track: ball_edits.reject(track, frames), nothing)

    def mark_frames_absent(self, frames: range) -> None:
        """There is no ball in these frames."""
        self._labels.write(lambda track: ball_edits.mark_absent(track, frames))

    def interpolate(self) -> None:
        frame, labels = self._shown_frame(), self._labels
        written: list[Edit] = []

        def work(db: Database, _: str, author: str) -> list[Edit]:
            written.extend(fill_gap(db, self._video, labels.track, self._times, frame, author))
            return written

        labels.do(work, lambda: None if written else self.refused.emit(*NO_POINTS))

    def remove(self) -> None:
        """Take a person's word on the shown frame back."""
        frame = self._shown_frame()
        self._labels.write(lambda _: ball_edits.remove([frame]), done=self._say_if_none)

    def keep_clip(self) -> None:
        """Keep the marked range as a clip with a name that counts on."""
        if frames := self._range():
            self._labels.write(lambda _: self._kept(frames))

    def _write(self, gesture: Callable[[BallTrack], Edits], otherwise: tuple[str, str]) -> None:
        """Write the gesture; say `otherwise` where it comes to nothing."""
        self._labels.write(gesture, partial(self.refused.emit, *otherwise))

    def _say_healed(self, corrections: list[HealedCorrection]) -> None:
        for correction in corrections:
            if correction.healed.total:
                self.healed.emit(correction)
                self.refused.emit(healed_text(correction.healed) + ".", "Undo takes it back.")

    def _say_if_none(self, edits: list[Edit]) -> None:
        if not edits:
            self.refused.emit(*NO_LABEL)

    def _kept(self, frames: range) -> Edits:
        name = f"Clip {len(self._labels.clips) + 1}"
        return {clip_key(uuid4()): Clip(frames.start, frames.stop, name)}

    def _range(self) -> range | None:
        if self._in_out_range.frames is None:
            self.refused.emit(*NO_RANGE)
        return self._in_out_range.frames


def accepted_text(edits: list[Edit]) -> tuple[str, str]:
    """How many frames have been accepted, and what as; title and advice."""
    absent = [edit for edit in edits if _label(edit.after).visibility is Visibility.ABSENT]
    title = f"{plural(len(edits), 'frame')} accepted."
    return title, f"{len(absent):,} of them as “No ball”." if absent else ""


def rejected_text(edits: list[Edit]) -> tuple[str, str]:
    """How many frames have been rejected, and what people had said of them; title and advice."""
    labelled = [edit for edit in edits if edit.before is not None]
    title = f"{plural(len(edits), 'frame')} rejected."
    again = f"{len(labelled):,} of them had a label before. Undo brings it back."
    return title, again if labelled else ""


def _label(label: object) -> BallLabel:
    assert isinstance(label, BallLabel)
    return label
