from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import PersonId
from clinic.measures.balance import LEAST, quieter_half


def times(*minutes: float) -> dict[PersonId, timedelta]:
    return {PersonId(f"p_{place}"): timedelta(minutes=each) for place, each in enumerate(minutes)}


def test_an_even_group_has_a_half_and_one_who_talks_alone_leaves_nothing() -> None:
    assert quieter_half(times(5, 5, 5, 5, 5, 5)) == 0.5
    assert quieter_half(times(5, 5, 5, 5, 5)) == 0.5
    assert quieter_half(times(0, 0, 0, 0, 0, 60)) == 0.0
    assert quieter_half(times(2, 4, 4, 10, 10, 20)) == 0.2


def test_four_people_would_know_too_much_of_each_other() -> None:
    assert quieter_half(times(10, 10, 10, 10)) is None


def test_a_session_without_turns_has_no_balance() -> None:
    assert quieter_half(times(1, 1, 1, 1, 1)) is None
    assert quieter_half({}) is None


@given(st.lists(st.floats(0, 120), min_size=5, max_size=24))
def test_it_is_in_steps_of_a_twentieth_between_nothing_and_a_half_whatever_the_order(
    minutes: list[float],
) -> None:
    found = quieter_half(times(*minutes))
    if sum(times(*minutes).values(), timedelta()) < LEAST:
        assert found is None
    else:
        assert found is not None
        assert 0 <= found <= 0.5
        assert abs(found * 20 - round(found * 20)) < 1e-9
        assert found == quieter_half(times(*sorted(minutes, reverse=True)))
