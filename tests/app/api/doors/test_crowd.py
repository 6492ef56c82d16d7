from hypothesis import given
from hypothesis import strategies as st

from app.api.doors.crowd import Crowd

PER_NETWORK, TOTAL = 3, 7


def test_of_a_full_network_the_one_goes_that_said_nothing_useful_for_longest() -> None:
    crowd: Crowd[int] = Crowd(PER_NETWORK, TOTAL)
    for guest in range(3):
        assert crowd.enter(guest, ("a",)) == []
    assert crowd.enter(10, ("b",)) == []
    crowd.touch(0)
    assert crowd.enter(3, ("a",)) == [1]
    assert crowd.enter(4, ("a",)) == [2]
    assert crowd.enter(5, ("a",)) == [0]
    assert crowd.count("b") == 1, "nobody else has to go"


def test_when_all_places_are_taken_the_longest_silent_of_all_goes() -> None:
    crowd: Crowd[int] = Crowd(PER_NETWORK, TOTAL)
    for guest in range(TOTAL):
        assert crowd.enter(guest, (f"n{guest}",)) == []
    assert crowd.enter(99, ("new",)) == [0]
    assert len(crowd) == TOTAL


def test_who_is_known_now_takes_no_place() -> None:
    crowd: Crowd[int] = Crowd(PER_NETWORK, TOTAL)
    for guest in range(100):
        assert crowd.enter(guest, ("a",)) == []
        crowd.leave(guest)
        crowd.leave(guest)
    assert (len(crowd), crowd.count("a")) == (0, 0)


_steps = st.lists(
    st.tuples(st.sampled_from(["enter", "touch", "leave"]), st.integers(0, 20), st.integers(0, 3)),
    max_size=200,
)


@given(_steps)
def test_the_bounds_hold_and_the_books_agree_whatever_happens(steps: list[tuple[str, int, int]]) -> None:
    crowd: Crowd[int] = Crowd(PER_NETWORK, TOTAL)
    there: dict[int, tuple[str, ...]] = {}
    for step, guest, network in steps:
        networks = (f"{network}/64", f"{network // 2}/48")
        if step == "enter":
            gone = crowd.enter(guest, networks)
            assert guest not in gone
            there[guest] = networks
            for other in gone:
                there.pop(other, None)
        elif step == "touch":
            crowd.touch(guest)
        else:
            crowd.leave(guest)
            there.pop(guest, None)
        assert len(crowd) == len(there) <= TOTAL
        for name in ("0/64", "1/64", "2/64", "3/64", "0/48", "1/48"):
            assert crowd.count(name) == sum(name in networks for networks in there.values()) <= PER_NETWORK
