from hypothesis import given
from hypothesis import strategies as st

from app.persistence.repositories.schedule.records import (
    override_from,
    override_json,
    people_from,
    people_json,
    slot_from,
    slot_text,
)
from clinic.common.ids import PersonId
from clinic.schedule.attendees import Attendee, Role
from clinic.schedule.recurrence.series import Override
from tests.clinic.clock_changes import local

_people = st.sampled_from(["pt_ana", "pt_ben", "pt_dana"]).map(PersonId)
_attendees = st.builds(Attendee, _people, st.sampled_from(Role), st.none(), st.none() | _people)
_slots = st.datetimes(local("2020-01-01T00:00"), local("2030-01-01T00:00")).map(
    lambda at: at.replace(second=0, microsecond=0)
)
_overrides = st.builds(
    Override,
    _slots,
    st.none() | _slots,
    st.none() | st.booleans(),
    st.none() | st.integers(5, 720),
    st.booleans(),
    st.lists(_attendees, max_size=3).map(tuple),
    st.frozensets(_people),
)


@given(_overrides)
def test_an_override_comes_back_as_it_was(override: Override) -> None:
    assert override_from(override_json(override)) == override


@given(st.lists(_attendees, max_size=5).map(tuple))
def test_people_come_back_as_they_were(people: tuple[Attendee, ...]) -> None:
    assert people_from(people_json(people)) == people


@given(_slots)
def test_a_slot_is_sixteen_characters_that_sort_like_time(slot: object) -> None:
    text = slot_text(slot)  # type: ignore[arg-type]
    assert (len(text), slot_from(text)) == (16, slot)


def test_an_override_that_says_nothing_is_its_key() -> None:
    assert override_json(Override(local("2026-01-05T09:00"))) == {"key": "2026-01-05T09:00"}
