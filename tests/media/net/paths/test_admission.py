"""How many connections there may be, and who has to go."""

from hypothesis import given
from hypothesis import strategies as st

from media.net.paths.admission import MAX_CONNECTIONS, MAX_OF_NETWORK, MAX_STRANGERS, Admission


def host(network: int, number: int = 1) -> str:
    return f"10.{network // 256}.{network % 256}.{number}"


def test_a_network_has_few_strangers_at_once_and_room_again_once_they_are_known() -> None:
    doors: Admission[int] = Admission()
    for number in range(MAX_OF_NETWORK):
        assert doors.admit(number, host(1, number)) == (True, None)
    assert doors.admit(99, host(1, 99)) == (False, None)
    assert doors.admit(100, host(2)) == (True, None)
    doors.prove(0)
    assert doors.admit(99, host(1, 99)) == (True, None)
    assert (len(doors), doors.strangers) == (MAX_OF_NETWORK + 2, MAX_OF_NETWORK + 1)


def test_of_too_many_strangers_the_oldest_has_to_go() -> None:
    doors: Admission[int] = Admission()
    for number in range(MAX_STRANGERS):
        doors.admit(number, host(number))
    assert doors.admit(500, host(500)) == (True, 0)
    assert doors.admit(501, host(501)) == (True, 1)
    assert doors.strangers == MAX_STRANGERS


def test_those_who_proved_themselves_are_never_put_out_for_strangers() -> None:
    doors: Admission[int] = Admission()
    for number in range(MAX_CONNECTIONS):
        assert doors.admit(number, host(number))[0]
        doors.prove(number)
    assert doors.admit(900, host(900)) == (False, None)
    doors.forget(7)
    assert doors.admit(900, host(900)) == (True, None)
    # The last place is for the newest stranger.
    assert doors.admit(901, host(901)) == (True, 900)


_step = st.tuples(st.sampled_from(["admit", "prove", "forget"]), st.integers(0, 400), st.integers(0, 6))


@given(st.lists(_step, max_size=400))
def test_no_bound_is_ever_exceeded(steps: list[tuple[str, int, int]]) -> None:
    doors: Admission[int] = Admission()
    there: dict[int, int] = {}
    known: set[int] = set()
    for what, number, network in steps:
        if what == "admit" and number not in there:
            may_stay, oldest = doors.admit(number, host(network, number % 250))
            if oldest is not None:
                del there[oldest]
                assert oldest not in known
            if may_stay:
                there[number] = network
        elif what == "prove" and number in there:
            doors.prove(number)
            known.add(number)
        elif what == "forget":
            doors.forget(number)
            there.pop(number, None)
            known.discard(number)
        strangers = [of for one, of in there.items() if one not in known]
        assert (len(doors), doors.strangers) == (len(there), len(strangers))
        assert len(strangers) <= MAX_STRANGERS
        assert all(strangers.count(of) <= MAX_OF_NETWORK for of in set(strangers))
