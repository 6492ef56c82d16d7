"""Who is written to about an answer that cannot wait."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import PersonId
from clinic.measures.alerts import SEEN_WITHIN, calls
from clinic.safety.escalation import Roster

IDA, DANA, OLE, UTE, IRIS = (PersonId(f"pt_{name}") for name in ("ida", "dana", "ole", "ute", "iris"))
ROSTER = Roster((OLE, UTE), (IRIS,))
PEOPLE = st.lists(st.sampled_from([IDA, DANA, OLE, UTE, IRIS]), max_size=4)


def minutes(found: list[object]) -> dict[PersonId, int]:
    return {each.person: int(each.after / timedelta(minutes=1)) for each in found}  # type: ignore[attr-defined]


def test_with_a_session_today_those_on_call_wait_for_the_therapist_and_the_lead() -> None:
    assert minutes([*calls([IDA], [DANA], ROSTER)]) == {IDA: 0, DANA: 0, OLE: 10, UTE: 20, IRIS: 30}


def test_without_a_session_the_first_on_call_is_told_at_once() -> None:
    assert minutes([*calls([IDA], [], ROSTER)]) == {IDA: 0, OLE: 0, UTE: 10, IRIS: 20}


def test_whoever_has_no_therapist_is_still_somebodys() -> None:
    assert minutes([*calls([], [], Roster((), (IRIS,)))]) == {IRIS: 0}


@given(PEOPLE, PEOPLE, PEOPLE, PEOPLE)
def test_nobody_is_written_to_twice_and_nobody_is_left_out(
    own: list[PersonId], leaders: list[PersonId], on_call: list[PersonId], directors: list[PersonId]
) -> None:
    found = calls(own, leaders, Roster(tuple(on_call), tuple(directors)))
    people = [each.person for each in found]
    assert len(people) == len(set(people))
    assert set(people) == {*own, *leaders, *on_call, *directors}
    assert all(each.after % SEEN_WITHIN == timedelta() for each in found)
    if found:
        assert found[0].after == timedelta(), "somebody is told at once"
