"""What each action does to the video under review."""

from collections.abc import Callable, Mapping
from functools import partial

from app.gui.review.session import ReviewSession
from storage.records import Visibility

ZOOM_STEP = 1.25
TIMELINE_STEP = 1.5
NUDGE = 1.0  # display pixels


def review_commands(session: ReviewSession) -> Mapping[str, Callable[[], None]]:
    """Functions by action id, for all actions that need an open video."""
    return {
        **_playback(session),
        **_ball(session),
        **_overlays(session),
        "undo": session.labels.undo,
        "redo": session.labels.redo,
        "fit": session.page.picture.fit,
        "trail": session.view.toggle_trail,
        "timeline_in": partial(session.page.timeline.zoom, TIMELINE_STEP),
        "timeline_out": partial(session.page.timeline.zoom, 1 / TIMELINE_STEP),
        "timeline_fit": session.page.timeline.fit,
        "zoom_in": partial(_zoom, session, ZOOM_STEP),
        "zoom_out": partial(_zoom, session, 1 / ZOOM_STEP),
    }


def _playback(session: ReviewSession) -> dict[str, Callable[[], None]]:
    player = session.player
    return {
        "play": player.toggle,
        "back": partial(player.shuttle, -1),
        "pause": partial(player.shuttle, 0),
        "forward": partial(player.shuttle, 1),
        "previous": partial(player.step, -1),
        "next": partial(player.step, 1),
        "previous_10": partial(player.step, -10),
        "next_10": partial(player.step, 10),
        "home": partial(session.jump, "home"),
        "end": partial(session.jump, "end"),
        "mark_in": session.mark_in,
        "mark_out": session.mark_out,
        "clear_range": session.in_out_range.clear,
        "loop": session.toggle_loop,
        "keep_clip": session.gestures.keep_clip,
    }


def _ball(session: ReviewSession) -> dict[str, Callable[[], None]]:
    gestures = session.gestures
    return {
        "track": session.track,
        "cancel_track": session.tracking.cancel,
        "accept": session.accept,
        "accept_range": gestures.accept_range,
        "reject": gestures.reject,
        "reject_range": gestures.reject_range,
        "absent": partial(gestures.mark, Visibility.ABSENT),
        "clear": partial(gestures.mark, Visibility.CLEAR),
        "blurred": partial(gestures.mark, Visibility.HARD),
        "occluded": partial(gestures.mark, Visibility.OCCLUDED),
        "interpolate": gestures.interpolate,
        "remove": gestures.remove,
        "nudge_left": partial(gestures.nudge, -NUDGE, 0),
        "nudge_right": partial(gestures.nudge, NUDGE, 0),
        "nudge_up": partial(gestures.nudge, 0, -NUDGE),
        "nudge_down": partial(gestures.nudge, 0, NUDGE),
    }


def _overlays(session: ReviewSession) -> dict[str, Callable[[], None]]:
    return {
        "heat": session.heat.toggle,
        "candidates": session.candidate_overlay.toggle,
        "compare": session.toggle_comparison,
        "next_different": session.go_to_next_different,
    }


def _zoom(session: ReviewSession, factor: float) -> None:
    picture = session.page.picture
    picture.zoom_to(picture.zoom * factor)
