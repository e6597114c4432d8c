"""Another model for events, chosen in the panel (app.gui.tagging.event_models)."""

import shutil

from app.gui.tagging.event_models import EventModelChoice
from inference.models.locations import EVENTS_DEFAULT, model_folder
from storage.library.library import Library
from storage.library.predictions.runs import active_run
from tests.app.user import User


def test_the_chosen_model_finds_the_events_of_the_shown_path(
    reviewer: User, library: Library
) -> None:
    shutil.copytree(model_folder(EVENTS_DEFAULT, library.models), library.models / "mine")
    video = reviewer.session.opened.video.fingerprint
    choice = reviewer.session.findChild(EventModelChoice)
    assert choice is not None
    choice.choose("mine")

    def shown() -> str:
        with library.connect() as db:
            run = active_run(db, video, "events")
        return "" if run is None else run.model

    reviewer.qtbot.waitUntil(lambda: shown() == "mine")
    assert reviewer.session.models.events_model == "mine"
