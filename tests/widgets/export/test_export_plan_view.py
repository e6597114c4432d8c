import pytest
from pytestqt.qtbot import QtBot

from storage.formats.export.options import ExportPlan
from widgets.export.export_plan_view import ExportPlanView, plan_text


@pytest.fixture
def view(qtbot: QtBot) -> ExportPlanView:
    view = ExportPlanView()
    qtbot.addWidget(view)
    return view


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (
            ExportPlan(1240, 1240, 212_000_000, 1251, 1251),
            "1,240 frames  ·  1,240 labels  ·  about 212\u202fMB  ·  "
            "1,251 files  ·  1,251 requests to S3",
        ),
        (ExportPlan(0, 1, 36, 1, 0), "1 label  ·  about 36\u202fB  ·  1 file"),
    ],
)
def test_a_plan_is_told_in_numbers(plan: ExportPlan, text: str) -> None:
    assert plan_text(plan) == text


def test_what_to_know_before_stands_below(view: ExportPlanView) -> None:
    view.show_plan(ExportPlan(1, 1, 1, 1, 0, notes=("The folder will be created.", "No space.")))

    assert view.text.endswith("The folder will be created. No space.")


def test_a_problem_takes_the_place_of_numbers(view: ExportPlanView) -> None:
    view.show_plan(ExportPlan(1, 1, 1, 1, 0))
    view.show_problem("No video is chosen.", "Tick one.")

    assert view.text == "No video is chosen. Tick one."


def test_stale_numbers_are_taken_away(view: ExportPlanView) -> None:
    view.show_plan(ExportPlan(1, 1, 1, 1, 0, notes=("A note.",)))
    view.show_counting()

    assert view.text == "Counting…"
