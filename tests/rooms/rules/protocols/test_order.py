"""The order of a round, tested through a go-round."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId
from rooms.rules.protocols.order import next_two
from tests.support.protocols.rounds import Circle, circle, member
from tests.support.rooms.setups import COUPLE_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST


def started(members: int = 3, *, couple: bool = False, **options: object) -> Circle:
    driver = circle(members, couple=couple)
    driver.start("go_round", **options)
    driver.act(THERAPIST, "begin")
    return driver


def hand_on(driver: Circle, person: PersonId) -> None:
    """The turn passes to the partner on the seat."""
    context = driver.room.context(driver.now)
    context.emit(ev.TurnHeld(person, THERAPIST))
    driver.log += context.records
    driver.log += driver.room.on_deadline(driver.now)


def test_people_speak_in_seat_order() -> None:
    driver = started(couple=True)
    assert driver.speakers(5) == [member(1), member(2), member(3), ELENA, FINN]


def test_random_order_keeps_a_couple_together_and_is_the_same_in_a_replay() -> None:
    driver = started(6, couple=True, order="random")
    driver.check_replay()
    people = driver.speakers(8)
    assert sorted(people) == sorted([*(member(n) for n in range(1, 7)), ELENA, FINN])
    assert abs(people.index(ELENA) - people.index(FINN)) == 1


def test_another_run_has_another_random_order() -> None:
    driver = circle(8)
    orders = set()
    for _ in range(4):
        driver.now += 1000
        driver.start("go_round", order="random")
        driver.act(THERAPIST, "begin")
        orders.add(tuple(driver.speakers(8)))
        driver.act(THERAPIST, "finish")
    assert len(orders) > 1


def test_those_picked_come_first() -> None:
    driver = started(4, order="pick", people=[member(3), member(1)])
    assert driver.speakers(4) == [member(3), member(1), member(2), member(4)]


def test_a_turn_passed_on_within_a_seat_swaps_the_places() -> None:
    driver = started(1, couple=True)
    driver.release()
    assert driver.holder == ELENA
    hand_on(driver, FINN)
    driver.release()
    assert driver.holder == ELENA, "her own turn is still to come"
    driver.release()
    assert (driver.step, driver.run.memory["spoken"]) == ("closing", [member(1), FINN, ELENA])


def test_a_turn_passed_back_within_a_seat_counts_as_the_givers_own() -> None:
    driver = started(1, couple=True)
    driver.speakers(2)
    assert driver.holder == FINN
    hand_on(driver, ELENA)
    driver.release()
    assert (driver.step, driver.run.memory["spoken"]) == ("closing", [member(1), ELENA, FINN])


def test_a_person_taken_to_a_private_room_during_their_turn_is_offered_another() -> None:
    driver = started(2)
    context = driver.room.context(driver.now)
    seat = context.state.people[member(1)].seat
    # The therapist goes along, as in a crisis: nobody is alone in a private room.
    context.emit(ev.SeatMovedToPrivate(STAFF_SEAT, 1, THERAPIST))
    context.emit(ev.SeatMovedToPrivate(seat, 1, THERAPIST))
    driver.room.on_deadline(driver.now)
    assert driver.holder == member(2)
    assert driver.run.memory["passed"] == [member(1)]


def test_a_person_who_leaves_during_their_turn_has_had_it() -> None:
    driver = started(2)
    driver.do(cmd.Leave(member(1)))
    assert driver.run.memory["closed"] == [member(1)]


@pytest.mark.parametrize("current", [None, PersonId("a")])
def test_the_next_two_do_not_include_the_current_speaker(current: PersonId | None) -> None:
    memory = {"waiting": ["a", "b"], "passed": ["c", "d"], "current": current}
    expected = ["b", "c"] if current else ["a", "b"]
    assert next_two(memory, "waiting", "passed") == expected


def test_a_couple_that_shares_a_turn_has_one() -> None:
    driver = circle(1, couple=True)
    driver.start("go_round", couple="joint")
    driver.act(THERAPIST, "begin")
    assert driver.speakers(2) == [member(1), ELENA]
    assert driver.step == "closing"
    assert driver.room.state.seats[COUPLE_SEAT].shared
