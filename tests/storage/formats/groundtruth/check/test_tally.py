from storage.formats.common.json_document import Document
from storage.formats.common.problems import MAX_PROBLEMS, Problem, Problems, Report, shown
from storage.formats.groundtruth.check.tally import Tally
from storage.formats.groundtruth.schema.manifest import line_of
from storage.formats.groundtruth.schema.seqlabel import read_seqlabel
from tests.storage.formats.groundtruth.examples import BOXES, OTHER_WRITERS, SINGLE


def test_what_no_label_says_is_not_said() -> None:
    assert Tally("input-manifest").report(Problems()) == Report("input-manifest", 0, None)


def test_labels_are_counted_by_name() -> None:
    tally = Tally("")
    for line in (BOXES, BOXES, SINGLE):
        tally.add_pair(line_of(line).pairs[0])

    report = tally.report(Problems())
    assert (report.labels, report.frames, report.human) == ({"ball": 2, "play": 1}, 3, True)


def test_classes_without_a_map_go_by_the_objects_name() -> None:
    tally = Tally("", frames=0)
    tally.add_labels(read_seqlabel(Document(OTHER_WRITERS)), {})

    assert tally.classes == {"2": "player"}


def test_made_up_classes_without_end_are_counted_as_others() -> None:
    tally = Tally("")
    for number in range(1500):
        told = {"type": "groundtruth/image-classification", "class-name": f"c{number}"}
        tally.add_pair(line_of({**SINGLE, "scene-metadata": told}).pairs[0])

    assert len(tally.labels) == 1001
    assert tally.labels["others"] == 500


def test_problems_are_told_up_to_a_number_and_then_counted() -> None:
    problems = Problems()
    for line in range(MAX_PROBLEMS + 5):
        problems.add("x", line + 1)

    assert len(problems.all) == MAX_PROBLEMS + 1
    assert problems.all[-1] == Problem(MAX_PROBLEMS, "and 5 more problems")


def test_values_are_repeated_in_short() -> None:
    assert shown("a\nb") == "'a\\nb'"
    assert len(shown("x" * 500)) < 60
    assert shown([1] * 500) == "a list"


def test_warnings_alone_leave_a_file_sound() -> None:
    assert Report("", 0, None, problems=(Problem(1, "x", warning=True),)).sound
    assert not Report("", 0, None, problems=(Problem(1, "x"),)).sound
