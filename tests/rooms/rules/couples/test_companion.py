"""The companion device: what a phone beside a shared seat sees, may and may not do, and how it leaves."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.plan import build_plan
from rooms.state import Place
from tests.support.rooms.couples import COUPLE_SEAT, ELENA_PHONE, FINN_PHONE, GITA, GITA_PHONE, CouplesDriver
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT, ELENA, FINN, THERAPIST


def test_a_phone_has_no_slot_and_no_media_and_does_not_wait() -> None:
    driver = CouplesDriver()
    phone = driver.seat(FINN_PHONE)
    assert (phone.place, phone.slot, phone.mic, phone.camera) == (Place.COMPANION, None, False, False)
    assert driver.kinds(cmd.MediaUp(FINN_PHONE)) == []
    assert FINN_PHONE not in build_plan(driver.room.setup, driver.room.state).seats
    driver.do(cmd.Detach(FINN_PHONE))
    assert driver.kinds(cmd.Attach(FINN_PHONE, mic=True, camera=True)) == ["seat.returned"]


def test_a_phone_sees_what_the_shared_seat_sees() -> None:
    driver = CouplesDriver()
    phone, shared = driver.view(FINN_PHONE), driver.view(COUPLE_SEAT)
    assert {name for name in phone if phone[name] != shared[name]} == {"you"}
    assert phone["you"]["home"] == {"seat": COUPLE_SEAT, "space": "main"}
    assert (phone["you"]["space"], phone["you"]["audio"]) == ("companion", "none")
    assert "devices.set" not in phone["you"]["can"][FINN]


def test_a_phone_that_arrives_before_its_owner_waits_outside() -> None:
    driver = CouplesDriver()
    driver.do(cmd.Leave(ELENA))
    assert driver.seat(FINN_PHONE).place is Place.COMPANION
    assert "seats" not in driver.view(FINN_PHONE)
    driver.do(cmd.Attach(ELENA_PHONE, mic=False, camera=False))
    assert driver.seat(ELENA_PHONE).place is Place.COMPANION
    assert set(driver.view(ELENA_PHONE)["people"]) == {ELENA}


def test_the_phone_of_a_waiting_couple_sees_nobody() -> None:
    driver = CouplesDriver()
    driver.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    assert "seats" not in driver.view(FINN_PHONE)


def test_the_phone_of_a_couple_in_a_private_room_sees_only_that_room() -> None:
    driver = CouplesDriver()
    context = driver.context()
    context.emit(ev.SeatMovedToPrivate(COUPLE_SEAT, 1, THERAPIST))
    views = driver.views(FINN_PHONE, COUPLE_SEAT)
    for view in views.values():
        assert set(view["seats"]) == {COUPLE_SEAT}
        assert set(view["people"]) == {ELENA, FINN}


def test_hands_turns_and_the_voice_work_from_the_phone() -> None:
    driver = CouplesDriver()
    driver.do(cmd.RequestFloor(FINN, driver.seq))
    assert driver.view(COUPLE_SEAT)["floor"]["queue"] == [FINN]
    driver.do(cmd.PassTurn(FINN, driver.seq))
    driver.grant(FINN, limit_s=60.0)
    assert driver.view(FINN_PHONE)["you"]["turn"]["overrun"] == 0
    assert "overrun" not in driver.view(COUPLE_SEAT)["you"]["turn"]
    driver.do(cmd.ReleaseFloor(FINN, driver.seq))
    assert driver.holder is None


def test_leaving_the_phone_leaves_the_person_where_they_are() -> None:
    driver = CouplesDriver()
    driver.ask_split()
    assert driver.kinds(cmd.Leave(FINN, FINN_PHONE)) == ["seat.left", "split.answered"]
    assert driver.seat(FINN_PHONE).place is Place.OUTSIDE
    assert driver.context().is_in_room(FINN)


def test_a_phone_that_stays_away_is_gone() -> None:
    driver = CouplesDriver()
    driver.do(cmd.Detach(FINN_PHONE))
    assert driver.wait(driver.room.setup.policy.absence_s) == ["seat.left"]
    assert driver.context().is_in_room(FINN)


def test_nobody_leaves_or_switches_devices_for_a_seat_that_is_not_theirs() -> None:
    driver = CouplesDriver()
    for command, code in (
        (cmd.Leave(FINN, ELENA_PHONE), "seat.not_yours"),
        (cmd.Leave(FINN, ANA_SEAT), "seat.not_yours"),
        (cmd.Leave(FINN, BEN_SEAT), "seat.not_yours"),
        (cmd.Leave(GITA, GITA_PHONE), "seat.not_in_room"),
        (cmd.SetDevices(FINN, mic=False, camera=False, via=FINN_PHONE), "seat.no_media"),
    ):
        with pytest.raises(Refused) as refused:
            driver.do(command)
        assert refused.value.code == code
