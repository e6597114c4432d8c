import pytest

from storage.formats.export.options import USUAL_THRESHOLD, ExportRequest
from storage.records import Event, Review, Source

REQUEST = ExportRequest("events-csv", ("a",), "/", "a", thresholds=(("hit", 0.8),))


def proposal(name: str, confidence: float) -> Event:
    return Event(3, name, confidence, Source.MODEL, Review.UNREVIEWED)


@pytest.mark.parametrize(("name", "least"), [("hit", 0.8), ("bounce", USUAL_THRESHOLD)])
def test_a_proposal_is_taken_from_the_threshold_of_its_class_on(name: str, least: float) -> None:
    assert REQUEST.is_sure(proposal(name, least))
    assert not REQUEST.is_sure(proposal(name, least - 0.01))


def test_what_a_person_has_said_is_sure() -> None:
    assert REQUEST.is_sure(Event(3, "hit", 0.1))


def test_the_model_has_a_say_where_the_user_has_none() -> None:
    model = {"hit": 0.1, "bounce": 0.2}

    assert REQUEST.is_sure(proposal("bounce", 0.2), model)
    assert not REQUEST.is_sure(proposal("hit", 0.2), model)
