from app.live.planned.help_rooms import HelpRooms
from clinic.common.ids import AppointmentId
from clinic.safety.escalation import Outcome
from rooms.model import commands as cmd
from rooms.model.side_channels import PageOutcome
from tests.app.live.test_proofs import SETUP, running
from tests.support.rooms.fakes import FakeJournal, FakeViewer
from tests.support.rooms.setups import ANA, ANA_SEAT, STAFF_SEAT, THERAPIST

ROOM = AppointmentId(SETUP.id)


async def test_a_room_that_does_not_run_is_not_led_and_has_to_be_told_later() -> None:
    async with running(FakeJournal()) as rooms:
        helped = HelpRooms(rooms)
        assert not await helped.is_led(ROOM)
        assert not await helped.tell(ROOM, ANA_SEAT, Outcome.SENT)


async def test_a_room_is_led_while_somebody_who_leads_is_connected() -> None:
    async with running(FakeJournal()) as rooms:
        helped = HelpRooms(rooms)
        actor = await rooms.get(SETUP.id)
        assert actor is not None
        assert not await helped.is_led(ROOM)
        await actor.do(cmd.Prove(STAFF_SEAT, THERAPIST))
        viewer = FakeViewer()
        await actor.attach(cmd.Attach(STAFF_SEAT, True, True), viewer)
        assert await helped.is_led(ROOM)
        actor.detach(STAFF_SEAT, viewer)
        assert not await helped.is_led(ROOM)


async def test_the_room_is_told_and_a_signal_that_is_gone_needs_no_telling() -> None:
    journal = FakeJournal()
    async with running(journal) as rooms:
        helped = HelpRooms(rooms)
        actor = await rooms.get(SETUP.id)
        assert actor is not None
        assert await helped.tell(ROOM, ANA_SEAT, Outcome.SENT), "there is no signal"
        await actor.attach(cmd.Attach(ANA_SEAT, True, True), FakeViewer())
        await actor.do(cmd.SignalHelp(ANA, ANA_SEAT))
        for outcome in Outcome:
            assert await helped.tell(ROOM, ANA_SEAT, outcome)
        told = [record.event.outcome for record in journal.records if record.event.kind == "help.paged"]  # type: ignore[union-attr]
        assert told == [PageOutcome.SENT, PageOutcome.ANSWERED, PageOutcome.UNREACHED]
