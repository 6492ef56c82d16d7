"""Leading on: what ends, what begins, and what happens if it cannot."""

from copy import deepcopy

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events.agenda import AgendaItem
from rooms.model.policy.policy import FloorMode
from tests.rooms.rules.agenda.evening import Evening
from tests.support.rooms.company import CO
from tests.support.rooms.setups import ANA, ANA_SEAT, STAFF_SEAT, THERAPIST


def refused(driver: Evening, **options: object) -> tuple[str, str | None]:
    """Lead on, which must be refused and change nothing; returns why."""
    before = deepcopy(driver.room.state)
    with pytest.raises(Refused) as caught:
        driver.next(**options)
    assert driver.room.state == before
    return caught.value.code, caught.value.reason


def test_one_button_goes_through_the_whole_evening() -> None:
    driver = Evening()
    assert driver.next() == ["agenda.led_on"]
    driver.wait(20 * 60)
    assert driver.next() == ["protocol.started", "protocol.step", "agenda.led_on"]
    assert driver.room.state.runs[-1].options["deck"] == "trust"
    driver.wait(50 * 60)
    assert driver.next() == ["protocol.done", "floor.mode_set", "agenda.led_on"]
    assert driver.room.state.floor.mode is FloorMode.QUIET
    driver.wait(10 * 60)
    driver.next()
    assert driver.room.state.floor.mode is FloorMode.QUEUE
    driver.next()
    assert driver.agenda.current == "it_5"
    assert driver.agenda.spent_s == {"it_1": 1200, "it_2": 3000, "it_3": 600, "it_4": 0}
    assert driver.why_not(cmd.LeadOn(THERAPIST, driver.agenda.version)) == "agenda.nothing_next"


def test_a_mode_lasts_as_long_as_its_item_and_then_the_room_has_its_own_again() -> None:
    driver = Evening(
        AgendaItem("it_1", "break", 10, 10, mode=FloorMode.QUIET), AgendaItem("it_2", "talk", 30, 30)
    )
    own = driver.room.state.floor.mode
    driver.next()
    assert driver.room.state.floor.mode is FloorMode.QUIET
    driver.next()
    assert driver.room.state.floor.mode is own


def test_a_mode_that_somebody_chose_meanwhile_stays() -> None:
    driver = Evening(
        AgendaItem("it_1", "break", 10, 10, mode=FloorMode.QUIET), AgendaItem("it_2", "talk", 30, 30)
    )
    driver.next()
    driver.mode(FloorMode.POPCORN)
    driver.next()
    assert driver.room.state.floor.mode is FloorMode.POPCORN


def test_a_protocol_that_is_refused_says_why_and_leaves_the_agenda_where_it_was() -> None:
    driver = Evening(
        AgendaItem("it_1", "skills", 30, 30, protocol="guided_discussion", options={"deck": "gone"})
    )
    assert refused(driver) == ("protocol.bad_value", "deck")


def test_people_are_chosen_when_it_is_known_who_is_here() -> None:
    driver = Evening(AgendaItem("it_1", "skills", 30, 30, protocol="feedback_round"))
    assert refused(driver) == ("protocol.bad_value", "receiver")
    assert driver.next(receiver=[ANA])[0] == "protocol.started"


def test_options_without_a_protocol_are_refused() -> None:
    assert refused(Evening(), deck="trust") == ("protocol.bad_value", "deck")


def test_what_the_present_item_started_has_to_come_to_a_step_that_can_end() -> None:
    driver = Evening(
        AgendaItem("it_1", "check_in", 20, 20, protocol="go_round"), AgendaItem("it_2", "talk", 30, 30)
    )
    driver.next()
    assert refused(driver) == ("agenda.unfinished", None)
    driver.do(cmd.AbortProtocol(THERAPIST))
    assert driver.next() == ["agenda.led_on"]


def test_what_somebody_started_beside_the_agenda_goes_on() -> None:
    driver = Evening(AgendaItem("it_1", "talk", 30, 30), AgendaItem("it_2", "talk", 30, 30))
    driver.next()
    driver.do(cmd.StartProtocol(THERAPIST, "guided_discussion", driver.seq, {"deck": "trust"}))
    assert driver.next() == ["agenda.led_on"]
    assert [run.protocol for run in driver.room.state.runs] == ["guided_discussion"]


def test_another_protocol_or_mode_cannot_begin_over_what_somebody_started() -> None:
    driver = Evening()
    driver.next()
    driver.do(cmd.StartProtocol(THERAPIST, "guided_discussion", driver.seq, {"deck": "trust"}))
    assert refused(driver) == ("protocol.running", None)
    quiet = Evening(AgendaItem("it_1", "break", 10, 10, mode=FloorMode.QUIET))
    quiet.do(cmd.StartProtocol(THERAPIST, "guided_discussion", quiet.seq, {"deck": "trust"}))
    assert refused(quiet) == ("protocol.running", None)


def test_a_crisis_is_never_ended_by_leading_on() -> None:
    driver = Evening()
    driver.next()
    driver.next()
    driver.do(cmd.StartProtocol(THERAPIST, "crisis_break", driver.seq))
    assert refused(driver) == ("protocol.running", None)
    assert [run.protocol for run in driver.room.state.runs] == ["guided_discussion", "crisis_break"]


def test_nobody_leads_on_while_no_therapist_is_there() -> None:
    driver = Evening()
    driver.do(cmd.MoveToPrivate(THERAPIST, ANA_SEAT, join=True))
    assert driver.why_not(cmd.LeadOn(THERAPIST, driver.agenda.version)) == "seat.not_in_room"
    assert driver.why_not(cmd.LeadOn(CO, driver.agenda.version)) is None
    driver.do(cmd.Detach(driver.room.state.people[CO].seat))
    driver.do(cmd.Detach(STAFF_SEAT))
    driver.wait(3600)
    assert driver.why_not(cmd.LeadOn(THERAPIST, driver.agenda.version)) in {"room.held", "seat.not_in_room"}


def test_of_two_who_lead_on_at_once_one_is_told_to_look_again() -> None:
    driver = Evening()
    version = driver.agenda.version
    driver.do(cmd.LeadOn(THERAPIST, version))
    assert driver.why_not(cmd.LeadOn(CO, version)) == "agenda.stale"
    assert driver.agenda.current == "it_1"
