"""The companion device: what a phone beside a shared seat sees, may and may not do, and how it leaves."""

import pytest

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.plan import build_plan
from rooms.state import Place
from tests.support.rooms.couples import COUPLE_SEAT, ELENA_PHONE, FINN_PHONE, GITA, GITA_PHONE, CouplesStage
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT, ELENA, FINN, THERAPIST


def test_a_phone_has_no_slot_and_no_media_and_does_not_wait() -> None:
    stage = CouplesStage()
    phone = stage.seat(FINN_PHONE)
    assert (phone.place, phone.slot, phone.mic, phone.camera) == (Place.COMPANION, None, False, False)
    assert stage.kinds(cmd.MediaUp(FINN_PHONE)) == []
    assert FINN_PHONE not in build_plan(stage.room.setup, stage.room.state).seats
    stage.do(cmd.Detach(FINN_PHONE))
    assert stage.kinds(cmd.Attach(FINN_PHONE, mic=True, camera=True)) == ["seat.returned"]


def test_a_phone_sees_what_the_shared_seat_sees() -> None:
    stage = CouplesStage()
    phone, shared = stage.view(FINN_PHONE), stage.view(COUPLE_SEAT)
    assert {name for name in phone if phone[name] != shared[name]} == {"you"}
    assert phone["you"]["home"] == {"seat": COUPLE_SEAT, "space": "main"}
    assert (phone["you"]["space"], phone["you"]["audio"]) == ("companion", "none")
    assert "devices.set" not in phone["you"]["can"][FINN]


def test_a_phone_that_arrives_before_its_owner_waits_outside() -> None:
    stage = CouplesStage()
    stage.do(cmd.Leave(ELENA))
    assert stage.seat(FINN_PHONE).place is Place.COMPANION
    assert "seats" not in stage.view(FINN_PHONE)
    stage.do(cmd.Attach(ELENA_PHONE, mic=False, camera=False))
    assert stage.seat(ELENA_PHONE).place is Place.COMPANION
    assert set(stage.view(ELENA_PHONE)["people"]) == {ELENA}


def test_the_phone_of_a_waiting_couple_sees_nobody() -> None:
    stage = CouplesStage()
    stage.do(cmd.MoveToWaiting(THERAPIST, COUPLE_SEAT))
    assert "seats" not in stage.view(FINN_PHONE)


def test_the_phone_of_a_couple_in_a_private_room_sees_only_that_room() -> None:
    stage = CouplesStage()
    context = stage.context()
    context.emit(ev.SeatMovedToPrivate(COUPLE_SEAT, 1, THERAPIST))
    views = stage.views(FINN_PHONE, COUPLE_SEAT)
    for view in views.values():
        assert set(view["seats"]) == {COUPLE_SEAT}
        assert set(view["people"]) == {ELENA, FINN}


def test_hands_turns_and_the_voice_work_from_the_phone() -> None:
    stage = CouplesStage()
    stage.do(cmd.RequestFloor(FINN, stage.seq))
    assert stage.view(COUPLE_SEAT)["floor"]["queue"] == [FINN]
    stage.do(cmd.PassTurn(FINN, stage.seq))
    stage.grant(FINN, limit_s=60.0)
    assert stage.view(FINN_PHONE)["you"]["turn"]["overrun"] == 0
    assert "overrun" not in stage.view(COUPLE_SEAT)["you"]["turn"]
    stage.do(cmd.ReleaseFloor(FINN, stage.seq))
    assert stage.holder is None


def test_leaving_the_phone_leaves_the_person_where_they_are() -> None:
    stage = CouplesStage()
    stage.ask_split()
    assert stage.kinds(cmd.Leave(FINN, FINN_PHONE)) == ["seat.left", "split.answered"]
    assert stage.seat(FINN_PHONE).place is Place.OUTSIDE
    assert stage.context().is_in_room(FINN)


def test_a_phone_that_stays_away_is_gone() -> None:
    stage = CouplesStage()
    stage.do(cmd.Detach(FINN_PHONE))
    assert stage.wait(stage.room.setup.policy.absence_s) == ["seat.left"]
    assert stage.context().is_in_room(FINN)


def test_nobody_leaves_or_switches_devices_for_a_seat_that_is_not_theirs() -> None:
    stage = CouplesStage()
    for command, code in (
        (cmd.Leave(FINN, ELENA_PHONE), "seat.not_yours"),
        (cmd.Leave(FINN, ANA_SEAT), "seat.not_yours"),
        (cmd.Leave(FINN, BEN_SEAT), "seat.not_yours"),
        (cmd.Leave(GITA, GITA_PHONE), "seat.not_in_room"),
        (cmd.SetDevices(FINN, mic=False, camera=False, via=FINN_PHONE), "seat.no_media"),
    ):
        with pytest.raises(Refused) as refused:
            stage.do(command)
        assert refused.value.code == code
