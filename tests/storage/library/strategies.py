"""Random gestures, on few keys so that they meet."""

from uuid import UUID

from hypothesis import strategies as st

from storage.bounds import required_name
from storage.records import (
    Assignment,
    BallLabel,
    Clip,
    Event,
    Label,
    Review,
    Source,
    Visibility,
    assignment_key,
    ball_key,
    clip_key,
    event_key,
)

_pixels = st.floats(-1e4, 1e4)
_names = st.text(min_size=1, max_size=5).map(required_name)
_sources, _reviews = st.sampled_from(Source), st.sampled_from(Review)

_seen = st.builds(
    BallLabel,
    st.sampled_from([Visibility.CLEAR, Visibility.HARD, Visibility.OCCLUDED]),
    _pixels,
    _pixels,
    _sources,
    _reviews,
)
_absent = st.builds(BallLabel, st.just(Visibility.ABSENT), review=_reviews)
_event = st.builds(Event, st.integers(0, 999), _names, st.floats(0, 1), _sources, _reviews)
_clip = st.builds(
    lambda first, length, name: Clip(first, first + length, name),
    st.integers(0, 900),
    st.integers(1, 100),
    _names,
)
_assignment = st.builds(
    lambda first, length, person: Assignment(first, first + length, person),
    st.integers(0, 900),
    st.integers(1, 100),
    _names,
)

_balls = [ball_key(frame) for frame in range(4)]
_events = [event_key(UUID(int=number)) for number in range(2)]
_assignments = [assignment_key(UUID(int=number)) for number in range(2)]
_clips = [clip_key(UUID(int=number)) for number in range(2)]


def _of(
    keys: list[str], labels: st.SearchStrategy[Label]
) -> st.SearchStrategy[dict[str, Label | None]]:
    return st.dictionaries(st.sampled_from(keys), st.none() | labels)


changes: st.SearchStrategy[dict[str, Label | None]] = st.builds(
    lambda balls, events, clips, taken: balls | events | clips | taken,
    _of(_balls, _seen | _absent),
    _of(_events, _event),
    _of(_clips, _clip),
    _of(_assignments, _assignment),
)
