"""A room and its record: what is stored, what is reported as stored, and what a restart finds, whatever the clock."""

import pytest

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.side_channels import Gesture
from rooms.runtime.backlog import REFUSED_RETRY_S, RETRY_S
from rooms.views.merge_patch import apply_patch
from tests.support.rooms.actors import LiveRoom, notices_of, running
from tests.support.rooms.fakes import FakeJournal
from tests.support.rooms.setups import ANA, ANA_SEAT, STAFF_SEAT, START, THERAPIST


async def test_the_room_goes_on_during_a_journal_outage_and_writes_in_order_afterwards() -> None:
    async with running(LiveRoom()) as live:
        staff = await live.arrive(STAFF_SEAT)
        await live.arrive(ANA_SEAT)
        stored = len(live.journal.records)
        live.journal.away = True
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        await live.actor.do(cmd.RequestFloor(ANA, live.seq))
        assert len(live.journal.records) == stored
        view = {"notices": []}
        for patch in staff.patches:
            view = apply_patch(view, patch)
        assert view["notices"] == ["storage_behind"]
        live.journal.away = False
        live.clock.time += 2.0
        await live.actor.do(cmd.GrantFloor(THERAPIST, ANA, live.seq))
        assert [record.position for record in live.journal.records] == list(
            range(1, len(live.journal.records) + 1)
        )
        for patch in staff.patches:
            view = apply_patch(view, patch)
        assert view["notices"] == []


async def test_the_answer_says_whether_the_command_is_stored() -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        await live.arrive(ANA_SEAT)
        assert await live.actor.do(cmd.AdmitAll(THERAPIST))
        live.journal.away = True
        assert not await live.actor.do(cmd.RequestFloor(ANA, live.seq))
        assert await live.actor.do(cmd.Gestured(ANA, Gesture.NOD)), "nothing of it is ever stored"
        live.journal.away = False
        live.clock.time += RETRY_S
        assert await live.actor.do(cmd.WithdrawRequest(ANA, live.seq))


async def test_a_journals_refusal_is_reported_until_it_takes_the_record() -> None:
    async with running(LiveRoom()) as live:
        staff = await live.arrive(STAFF_SEAT)
        ana = await live.arrive(ANA_SEAT)
        live.journal.refuses = True
        assert not await live.actor.do(cmd.AdmitAll(THERAPIST))
        assert (live.actor.backlog.refused, live.actor.backlog.is_behind) == (True, True)
        assert notices_of(staff) == ["storage_refused"]
        assert notices_of(ana) == []
        tried = live.journal.tried
        live.clock.time += RETRY_S
        assert not await live.actor.do(cmd.RequestFloor(ANA, live.seq))
        assert live.journal.tried == tried, "as if it were away"
        live.journal.refuses = False
        live.clock.time += REFUSED_RETRY_S
        assert await live.actor.do(cmd.GrantFloor(THERAPIST, ANA, live.seq))
        assert (live.actor.backlog.refused, live.actor.backlog.is_behind) == (False, False)
        assert notices_of(staff) == []
        assert [record.position for record in live.journal.records] == list(
            range(1, len(live.journal.records) + 1)
        )


async def test_records_lost_with_a_room_are_reported(caplog: pytest.LogCaptureFixture) -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        live.journal.away = True
        await live.actor.do(cmd.SetDevices(THERAPIST, mic=False, camera=False))
    (line,) = [record for record in caplog.records if record.message == "room.records_lost"]
    assert vars(line)["count"] == 1


async def test_changes_of_the_hosts_clock_do_not_affect_a_running_room() -> None:
    async with running(LiveRoom()) as live:
        await live.arrive(STAFF_SEAT)
        for step in (3_600.0, -86_400.0):
            live.clock.set_by(step)
            live.clock.time += 1
            await live.actor.do(cmd.SetDevices(THERAPIST, mic=step > 0, camera=False))
        assert [record.at for record in live.journal.records[-2:]] == [START + 1, START + 2]
        assert live.actor.now() == START + 2


@pytest.mark.parametrize("off_s", [20.0, 3_600.0, 86_400.0, -20.0, -86_400.0])
async def test_whatever_the_clock_says_after_a_restart_people_find_their_places(off_s: float) -> None:
    journal = FakeJournal()
    async with running(LiveRoom(journal)) as live:
        await live.arrive(STAFF_SEAT)
        await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        await live.actor.do(cmd.GrantFloor(THERAPIST, ANA, live.seq))
    again = LiveRoom(journal)
    again.clock.set_by(off_s)
    again.clock.time += 30
    async with running(again) as live:
        await live.arrive(STAFF_SEAT)
        viewer = await live.come_back(ANA_SEAT, "n1", seq=7)
        assert viewer.view["you"]["space"] == "main"
        assert viewer.view["floor"]["holder"]["person"] == ANA
    times = [record.at for record in journal.records]
    assert times == sorted(times)


async def test_a_person_who_does_not_return_in_time_after_an_outage_has_left() -> None:
    journal = FakeJournal()
    async with running(LiveRoom(journal)) as live:
        await live.arrive(STAFF_SEAT)
        await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
    again = LiveRoom(journal)
    again.clock.set_by(3_600.0)
    again.clock.time += live.actor.resume_within_s
    async with running(again) as live:
        with pytest.raises(Refused, match=r"resume\.invalid"):
            await live.come_back(ANA_SEAT, "n1", seq=7)


async def test_after_a_restart_the_holder_still_holds_the_floor_and_resumes_on_return() -> None:
    journal = FakeJournal()
    async with running(LiveRoom(journal)) as live:
        await live.arrive(STAFF_SEAT)
        await live.arrive(ANA_SEAT)
        await live.actor.do(cmd.AdmitAll(THERAPIST))
        await live.actor.do(cmd.GrantFloor(THERAPIST, ANA, live.seq))
        seq = live.seq
    async with running(LiveRoom(journal)) as live:
        viewer = await live.come_back(ANA_SEAT, "n1", seq=7)
        # A new process has no changes to resend.
        assert viewer.view["floor"]["holder"]["person"] == ANA
        assert viewer.view["floor"]["holder"]["phase"] == "speaking"
        assert viewer.view["floor"]["seq"] == seq, "nothing that is meant for this floor is stale"
        assert viewer.view["you"]["space"] == "main"
