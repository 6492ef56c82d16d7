"""The actor: order of effects, a journal outage, restarts, viewers that come, go and are replaced."""

import asyncio
from typing import Any

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from rooms.model.quality import Grade, SeatQuality
from rooms.runtime.actor import RoomActor
from rooms.talk_time.speech import SpeechInterval
from rooms.views.merge_patch import apply_patch
from tests.support.rooms.actors import LiveRoom, running
from tests.support.rooms.couples import COUPLE_SEAT, FINN_PHONE, build_couples
from tests.support.rooms.fakes import FakeViewer
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
)
from tests.support.service.waiting import until

FINE = SeatQuality(Grade.GOOD, Grade.GOOD)


async def test_events_are_stored_then_planned_then_told() -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        ana = await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        await live.actor.do(
            cmd.SetFloorMode(THERAPIST, FloorMode.QUEUE, MicPolicy.HARD, GrantRule.BY_FACILITATOR, live.seq)
        )
        live.journal.notes.clear()
        ana.notes = live.journal.notes
        await live.actor.do(cmd.GrantFloor(THERAPIST, ANA, live.seq))
        notes = live.journal.notes
        assert (
            notes.index("stored:floor.granted") < notes.index("planned") < notes.index("told:floor.granted")
        )
        assert live.relay.heard() == {STAFF_SEAT, ANA_SEAT}


async def test_only_the_sender_hears_of_a_refused_command() -> None:
    async with running(LiveRoom()) as live:
        ana = await live.arrive(ANA_SEAT)
        with pytest.raises(Refused, match=r"role\.forbidden"):
            await live.actor.do(cmd.EndSession(ANA))
        assert ana.changes == []


async def test_a_client_that_reconnects_gets_the_changes_it_missed() -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        ana = await live.arrive(ANA_SEAT, "mine")
        live.actor.detach(ANA_SEAT, ana)
        again = await live.come_back(ANA_SEAT, "mine", seq=1)
        arrival = again.arrival
        assert arrival.view is None
        assert [change.seq for change in arrival.missed] == list(range(2, arrival.seq + 1))
        assert again.dismissed == []


async def test_a_second_client_of_a_seat_replaces_the_first_for_good() -> None:
    async with running(LiveRoom()) as live:
        first = await live.arrive(ANA_SEAT, "old")
        second = await live.arrive(ANA_SEAT, "new")
        assert first.dismissed == ["seat.replaced"]
        with pytest.raises(Refused, match=r"resume\.invalid"):
            await live.come_back(ANA_SEAT, "old", seq=1)
        live.actor.detach(ANA_SEAT, first)
        assert second.dismissed == []


async def test_a_person_who_has_left_cannot_resume() -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        ana = await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.Leave(ANA))
        assert ana.dismissed == ["left"]
        with pytest.raises(Refused, match=r"resume\.invalid"):
            await live.come_back(ANA_SEAT, "n1", seq=1)


async def test_the_end_of_the_session_dismisses_everybody_and_the_actor_finishes() -> None:
    live = LiveRoom()
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(live.actor.run())
        viewers = [await live.arrive(seat) for seat in (STAFF_SEAT, ANA_SEAT, BEN_SEAT)]
        await live.actor.do(cmd.EndSession(THERAPIST))
        await task
    assert [viewer.dismissed for viewer in viewers] == [["session.ended"]] * 3
    assert live.relay.heard() == set()
    with pytest.raises(Refused, match=r"room\.ended"):
        await live.arrive(ANA_SEAT)


async def test_a_viewer_is_told_its_slot_when_its_phone_becomes_a_seat_and_a_phone_again() -> None:
    live = LiveRoom()
    live.actor = RoomActor(build_couples(), live.journal, live.relay, live.clock)
    async with running(live):
        for seat in (STAFF_SEAT, COUPLE_SEAT):
            await live.arrive(seat)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        phone = FakeViewer(notes=live.journal.notes)
        await live.actor.attach(cmd.Attach(FINN_PHONE, mic=True, camera=True), phone)
        assert (phone.arrival.slot, phone.slots) == (None, [])
        await live.actor.do(cmd.AskSplit(FINN, FINN_PHONE, on=True, apart=True))
        live.journal.notes.clear()
        await live.actor.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
        slot = live.relay.plans[-1].seats[FINN_PHONE].slot
        assert phone.slots == [slot]
        assert live.journal.notes.index("planned") < live.journal.notes.index(f"seated:{slot}")
        await live.actor.do(cmd.AgreeToMerge(FINN, on=True))
        await live.actor.do(cmd.AgreeToMerge(ELENA, on=True))
        assert phone.slots == [slot, None]
        assert FINN_PHONE not in live.relay.plans[-1].seats


async def test_speaking_reaches_the_room_but_not_for_a_closed_gate() -> None:
    async with running(LiveRoom()) as live:
        staff = await live.arrive(STAFF_SEAT)
        await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        await live.actor.do(
            cmd.SetFloorMode(THERAPIST, FloorMode.QUIET, MicPolicy.HARD, GrantRule.BY_FACILITATOR, live.seq)
        )
        live.actor.speaking(frozenset({STAFF_SEAT, ANA_SEAT}))
        await live.actor.do(cmd.RequestFloor(ANA, live.seq))
        speaking = [patch["speaking"] for patch in staff.patches if "speaking" in patch]
        assert speaking == [[STAFF_SEAT]]


async def test_quality_reaches_its_seat_and_staff_until_the_relay_is_down() -> None:
    async with running(LiveRoom()) as live:
        staff = await live.arrive(STAFF_SEAT)
        ana = await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        live.actor.quality(
            {ANA_SEAT: SeatQuality(Grade.POOR, Grade.GOOD, ("up.loss",)), SeatId("se_x"): FINE}
        )
        await live.actor.do(cmd.SetDevices(ANA, mic=True, camera=False))
        told = [patch["you"]["quality"] for patch in ana.patches if "quality" in patch.get("you", {})]
        assert told == [{"grade": "poor", "reasons": ["up.loss"]}]
        live.actor.relay_down(True)
        await live.actor.do(cmd.SetDevices(ANA, mic=True, camera=True))
        view: dict[str, Any] = {}
        for patch in staff.patches:
            view = apply_patch(view, patch)
        assert view["quality"] == {}


async def test_speech_is_kept_without_an_event_or_a_change_and_shown_to_support() -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        ana = await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        stored, told = len(live.journal.records), len(ana.changes)
        now = live.actor.now()
        spoken = [
            SpeechInterval(ANA_SEAT, now - 5.0, now - 1.0),
            SpeechInterval(SeatId("se_x"), now - 2, now),
        ]
        live.actor.speech(spoken, 0.5, 2.0, frozenset())
        found = await live.actor.support_view(STAFF_SEAT)
        assert found["seats"][ANA_SEAT]["speech_s"] == 4.0
        assert (found["overlap_s"], found["silence_s"]) == (0.5, 2.0)
        assert (len(live.journal.records), len(ana.changes)) == (stored, told)
        with pytest.raises(Refused, match=r"role\.forbidden"):
            await live.actor.support_view(ANA_SEAT)


async def test_speech_is_attributed_to_the_person_who_sits_there() -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        airtime = live.actor._live.side_channels.airtime
        airtime.seated(ANA_SEAT, (ANA,), None, live.actor.now())
        live.clock.time += 60.0
        now = live.actor.now()
        late = SpeechInterval(ANA_SEAT, now - 1.0, now + 1.0)
        live.actor.speech([SpeechInterval(ANA_SEAT, now - 5.0, now - 1.0), late], 0.0, 0.0, frozenset())
        report = airtime.report([ANA], now)
        assert (report.people[ANA].seconds, report.people[ANA].unreliable) == (4.0, False)
        live.actor.speech([], 0.0, 0.0, frozenset({ANA_SEAT}))
        assert airtime.report([ANA], now).people[ANA].unreliable


async def test_only_the_facilitators_view_shows_silence_and_talk_time() -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        live.clock.time += 10.0
        now = live.actor.now()
        live.actor.speaking(frozenset())
        live.actor.speech([SpeechInterval(ANA_SEAT, now - 8.0, now)], 0.0, 0.0, frozenset())
        await live.actor.do(cmd.RequestFloor(ANA, live.seq))
        seen = {seat: live.actor._viewers.view(seat) for seat in (STAFF_SEAT, ANA_SEAT)}
        assert seen[STAFF_SEAT]["silence"] == {"without_media": 0, "since": now, "hint_at": now + 20.0}
        assert seen[STAFF_SEAT]["airtime"]["people"][ANA]["seconds"] == 8
        assert not {"silence", "airtime"} & set(seen[ANA_SEAT])


async def test_speech_reaches_the_facilitators_even_if_nothing_else_happens() -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        live.clock.time += 10.0
        await live.actor.do(cmd.RequestFloor(ANA, live.seq))
        live.clock.time += 10.0
        now = live.actor.now()
        live.actor.speech([SpeechInterval(ANA_SEAT, now - 8.0, now)], 0.0, 0.0, frozenset())

        async def seconds() -> bool:
            people = live.actor._viewers.view(STAFF_SEAT)["airtime"]["people"]
            return bool(people[ANA]["seconds"] == 8)

        await until(seconds, "the eight seconds are in the view")
        assert not live.actor._live.side_channels.unread


async def test_staff_are_told_of_a_relay_outage_and_nobody_is_shown_speaking() -> None:
    async with running(LiveRoom()) as live:
        staff = await live.arrive(STAFF_SEAT)
        ana = await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        live.actor.speaking(frozenset({ANA_SEAT}))
        await live.actor.support_view(STAFF_SEAT)
        live.actor.relay_down(down=True)
        await live.actor.do(cmd.RequestFloor(ANA, live.seq))
        view: dict[str, object] = {}
        for patch in staff.patches:
            view = apply_patch(view, patch)
        assert view["speaking"] == []
        assert view["notices"] == ["relay_down"]
        assert not any("notices" in patch for patch in ana.patches)
