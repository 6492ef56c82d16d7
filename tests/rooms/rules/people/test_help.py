"""The help signal: who may send one, who sees it, and that nobody else can tell."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.ids import PersonId, SeatId
from rooms.model.side_channels import PageOutcome
from rooms.room import Room
from rooms.rules.permissions import available
from rooms.views.build import build_views
from rooms.views.events import visible_events
from tests.rooms.rules.people.test_device_check import JUNE, JUNE_SEAT, MARK, MARK_SEAT, couple_room
from tests.support.rooms.couples import FINN_PHONE, CouplesDriver
from tests.support.rooms.people import (
    CLIENT_SEATS,
    IVO,
    IVO_SEAT,
    MORGAN,
    MORGAN_SEAT,
    OLA_SEAT,
    PHONE,
    TESS,
    TESS_SEAT,
    build_staffed_setup,
    refusal_of,
    staffed_room,
)
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
)

ANA_CALLS = cmd.SignalHelp(ANA, ANA_SEAT)


def seen(driver: RoomDriver, seat: SeatId) -> object:
    """What that screen shows of help signals; None if it has no such part."""
    return build_views(driver.room.context(driver.now), [seat])[seat].get("help")


def test_those_who_lead_see_it_at_once_and_nobody_else_does() -> None:
    driver = staffed_room(MORGAN_SEAT, TESS_SEAT, OLA_SEAT, IVO_SEAT)
    others = [*CLIENT_SEATS, TESS_SEAT, OLA_SEAT, IVO_SEAT]
    before = build_views(driver.room.context(driver.now), others)
    records = driver.do(ANA_CALLS)
    assert [record.event.kind for record in records] == ["help.signalled", "follow_up.noted"]
    for seat in (STAFF_SEAT, MORGAN_SEAT):
        assert seen(driver, seat) == {ANA_SEAT: {"at": driver.now, "person": ANA}}
    context = driver.room.context(driver.now)
    assert build_views(context, others) == before, "whoever is beside the sender could tell"
    every = [*others, STAFF_SEAT, MORGAN_SEAT]
    assert [visible_events(context, seat, records) for seat in every] == [[]] * len(every)


def test_a_facilitator_in_a_private_room_sees_it_and_may_attend_to_it() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, SeatId("se_ben"), join=True))
    driver.do(ANA_CALLS)
    assert seen(driver, MORGAN_SEAT) == seen(driver, STAFF_SEAT) != {}
    assert seen(driver, SeatId("se_ben")) is None
    assert driver.kinds(cmd.AcknowledgeHelp(MORGAN, ANA_SEAT)) == ["help.acknowledged"]


def test_somebody_in_a_private_room_or_waiting_may_send_one() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.MoveToPrivate(MORGAN, ANA_SEAT, join=True))
    assert driver.kinds(ANA_CALLS) == ["help.signalled", "follow_up.noted"]
    driver.do(cmd.MoveToWaiting(THERAPIST, SeatId("se_ben")))
    assert driver.kinds(cmd.SignalHelp(BEN, SeatId("se_ben"))) == ["help.signalled", "follow_up.noted"]


def test_a_phone_names_its_owner_and_a_shared_camera_nobody() -> None:
    driver = CouplesDriver()
    driver.do(cmd.SignalHelp(FINN, FINN_PHONE))
    driver.do(cmd.SignalHelp(ELENA, COUPLE_SEAT))
    assert seen(driver, STAFF_SEAT) == {
        COUPLE_SEAT: {"at": driver.now},
        FINN_PHONE: {"at": driver.now, "person": FINN},
    }


def test_who_has_not_shown_who_they_are_may_send_one() -> None:
    driver = CouplesDriver.at_the_door()
    assert refusal_of(driver, cmd.SignalHelp(FINN, COUPLE_SEAT)) is None
    driver.prove(ELENA)
    driver.do(cmd.ConfirmAbsent(THERAPIST, FINN))
    driver.do(cmd.Attach(FINN_PHONE, mic=False, camera=False))
    assert refusal_of(driver, cmd.SignalHelp(FINN, FINN_PHONE)) is None


@pytest.mark.parametrize("staff", [THERAPIST, TESS])
def test_staff_send_none(staff: PersonId) -> None:
    driver = staffed_room(TESS_SEAT)
    seat = driver.room.state.people[staff].seat
    assert refusal_of(driver, cmd.SignalHelp(staff, seat)) == "role.forbidden"
    assert "help.signal" not in available(driver.room.context(driver.now), staff)


def test_whoever_serves_a_client_may_send_one() -> None:
    driver = staffed_room(IVO_SEAT)
    assert refusal_of(driver, cmd.SignalHelp(IVO, IVO_SEAT)) is None


def test_it_needs_a_screen_that_is_connected() -> None:
    driver = staffed_room()
    driver.do(cmd.Leave(ANA))
    assert refusal_of(driver, ANA_CALLS) == "seat.not_in_room"
    assert refusal_of(driver, cmd.SignalHelp(ELENA, PHONE)) == "seat.not_in_room"


def test_sent_again_it_changes_nothing_until_somebody_has_seen_it() -> None:
    driver = staffed_room()
    driver.do(ANA_CALLS)
    assert driver.kinds(ANA_CALLS) == []
    driver.do(cmd.AcknowledgeHelp(THERAPIST, ANA_SEAT))
    assert driver.kinds(ANA_CALLS) == ["help.signalled"]
    assert seen(driver, STAFF_SEAT) == {ANA_SEAT: {"at": driver.now, "person": ANA}}


def test_what_was_meant_before_a_lost_connection_is_marked() -> None:
    driver = staffed_room()
    driver.do(cmd.SignalHelp(ANA, ANA_SEAT, late=True))
    assert seen(driver, STAFF_SEAT) == {ANA_SEAT: {"at": driver.now, "person": ANA, "late": True}}


def test_it_is_seen_and_then_closed() -> None:
    driver = staffed_room()
    assert refusal_of(driver, cmd.AcknowledgeHelp(THERAPIST, ANA_SEAT)) == "help.none"
    driver.do(ANA_CALLS)
    assert refusal_of(driver, cmd.CloseHelp(THERAPIST, ANA_SEAT)) == "help.open"
    assert refusal_of(driver, cmd.AcknowledgeHelp(ANA, ANA_SEAT)) == "role.forbidden"
    assert driver.kinds(cmd.AcknowledgeHelp(THERAPIST, ANA_SEAT)) == ["help.acknowledged"]
    assert refusal_of(driver, cmd.AcknowledgeHelp(THERAPIST, ANA_SEAT)) == "help.seen"
    assert seen(driver, STAFF_SEAT) == {ANA_SEAT: {"at": driver.now, "person": ANA, "seen_by": THERAPIST}}
    assert driver.kinds(cmd.CloseHelp(THERAPIST, ANA_SEAT)) == ["help.closed"]
    assert seen(driver, STAFF_SEAT) == {}
    assert refusal_of(driver, cmd.CloseHelp(THERAPIST, ANA_SEAT)) == "help.none"


def test_those_who_lead_are_offered_what_is_due() -> None:
    driver = staffed_room()
    offers = {"help.acknowledge", "help.close"}
    assert not offers & set(available(driver.room.context(driver.now), THERAPIST))
    driver.do(ANA_CALLS)
    assert offers & set(available(driver.room.context(driver.now), THERAPIST)) == {"help.acknowledge"}
    driver.do(cmd.AcknowledgeHelp(THERAPIST, ANA_SEAT))
    assert offers & set(available(driver.room.context(driver.now), THERAPIST)) == {"help.close"}


def test_everybody_else_is_offered_it_always() -> None:
    driver = staffed_room()
    for command in (ANA_CALLS, cmd.AcknowledgeHelp(THERAPIST, ANA_SEAT), cmd.CloseHelp(THERAPIST, ANA_SEAT)):
        assert "help.signal" in available(driver.room.context(driver.now), ANA)
        assert "help.signal" in available(driver.room.context(driver.now), ELENA, COUPLE_SEAT)
        driver.do(command)


def test_the_session_does_not_end_while_nobody_has_seen_it() -> None:
    driver = staffed_room()
    driver.do(ANA_CALLS)
    assert refusal_of(driver, cmd.EndSession(THERAPIST)) == "help.open"
    driver.do(cmd.AcknowledgeHelp(THERAPIST, ANA_SEAT))
    assert refusal_of(driver, cmd.EndSession(THERAPIST)) is None


def test_those_who_lead_are_told_what_became_of_a_page() -> None:
    driver = staffed_room()
    driver.do(ANA_CALLS)
    for outcome in (PageOutcome.SENT, PageOutcome.UNREACHED, PageOutcome.ANSWERED):
        assert driver.kinds(cmd.ReportPage(ANA_SEAT, outcome)) == ["help.paged"]
        assert driver.kinds(cmd.ReportPage(ANA_SEAT, outcome)) == []
        assert seen(driver, STAFF_SEAT) == {
            ANA_SEAT: {"at": driver.now, "person": ANA, "paged": outcome.value, "paged_at": driver.now}
        }


def test_a_page_about_no_signal_is_refused() -> None:
    driver = staffed_room()
    with pytest.raises(Refused, match=r"help\.none"):
        driver.do(cmd.ReportPage(ANA_SEAT, PageOutcome.SENT))


def test_it_outlives_a_restart() -> None:
    driver = staffed_room()
    driver.do(ANA_CALLS)
    driver.do(cmd.ReportPage(ANA_SEAT, PageOutcome.SENT))
    driver.do(cmd.AcknowledgeHelp(THERAPIST, ANA_SEAT))
    log = [Recorded(record.position, record.at, record.event) for record in driver.log]
    assert isinstance(log[-1].event, ev.HelpAcknowledged)
    again = Room(build_staffed_setup(), log)
    assert again.state.help == driver.room.state.help != {}


def test_each_half_of_a_split_couple_sends_its_own_and_neither_sees_the_others() -> None:
    driver = CouplesDriver()
    driver.split()
    before = driver.views(COUPLE_SEAT, FINN_PHONE)
    driver.do(cmd.SignalHelp(FINN, FINN_PHONE))
    driver.do(cmd.SignalHelp(ELENA, COUPLE_SEAT))
    assert seen(driver, STAFF_SEAT) == {
        COUPLE_SEAT: {"at": driver.now, "person": ELENA},
        FINN_PHONE: {"at": driver.now, "person": FINN},
    }, "two at once are two, and each has a name"
    assert driver.views(COUPLE_SEAT, FINN_PHONE) == before


def test_whoever_waits_alone_in_a_device_check_is_seen_by_those_who_lead_in_the_other_room() -> None:
    driver = couple_room()
    driver.do(cmd.StartDeviceCheck(THERAPIST, JUNE))
    talks = build_views(driver.room.context(driver.now), [JUNE_SEAT])
    driver.do(cmd.SignalHelp(MARK, MARK_SEAT))
    assert seen(driver, STAFF_SEAT) == {MARK_SEAT: {"at": driver.now, "person": MARK}}
    assert build_views(driver.room.context(driver.now), [JUNE_SEAT]) == talks
    assert refusal_of(driver, cmd.AcknowledgeHelp(THERAPIST, MARK_SEAT)) is None
