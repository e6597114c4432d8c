"""What lies over the picture beside the ball, for the frame on screen."""

from PySide6.QtCore import QObject, QTimer

from app.gui.playback.player import Player
from app.gui.review.candidate_overlay import CandidateOverlay
from app.gui.review.comparison import RunComparison
from app.gui.review.heat import HeatOverlay
from app.gui.review.review_page import ReviewPage
from app.gui.review.review_view import ReviewView
from app.workflows.review.healing import HealedCorrection
from widgets.picture.picture_overlays import Overlays

_GHOST = 1500  # milliseconds for which the path that a correction has replaced is shown


class PictureOverlays(QObject):
    """Draws heat, candidates and the second run of exactly the frame whose picture is shown."""

    def __init__(
        self,
        page: ReviewPage,
        player: Player,
        view: ReviewView,
        heat: HeatOverlay,
        candidates: CandidateOverlay,
        comparison: RunComparison,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._player = player
        self._view = view
        self._heat = heat
        self._candidates = candidates
        self._comparison = comparison
        self._ghost: tuple[tuple[float, float], ...] = ()
        self._fading = QTimer(self, singleShot=True, interval=_GHOST)
        self._fading.timeout.connect(self._let_ghost_go)
        player.frame_shown.connect(self.show)
        player.state_changed.connect(self.show)
        heat.changed.connect(self.show)
        candidates.changed.connect(self.show)
        comparison.changed.connect(self._show_comparison)

    def show(self) -> None:
        """Bring all that is wanted up to the frame on screen."""
        frame, playing = self._view.frame, self._player.playing
        self._heat.look(frame, (1 if self._player.speed > 0 else -1) if playing else 0)
        self._page.picture.set_overlays(
            Overlays(
                heat=self._heat.at(frame),
                heat_note=self._heat.note(frame, waiting=not playing),
                heat_missing=bool(self._heat.missing(frame)),
                candidates=self._candidates.at(frame),
                compared=self._comparison.place(frame),
                compared_note=self._comparison.note(frame),
                ghost=self._ghost,
            )
        )

    def show_healed(self, correction: HealedCorrection) -> None:
        """Show for a moment where the path was before, and on the timeline where it is new."""
        self._ghost = correction.ghost
        self._page.timeline.set_healed(correction.frames)
        self._fading.start()
        self.show()

    def _let_ghost_go(self) -> None:
        self._ghost = ()
        self._page.timeline.set_healed(None)
        self.show()

    def _show_comparison(self) -> None:
        compared = self._comparison.compared
        self._page.timeline.set_compared(compared.lanes if compared else None)
        self.show()
