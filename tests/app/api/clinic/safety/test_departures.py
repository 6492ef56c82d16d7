"""Who left a session how, over HTTP, and the mail by which it is handed over."""

from sqlalchemy import select

from app.persistence.models.mail import OutboxRow
from app.persistence.room_log import write_records
from clinic.identity.roles import StaffRole
from rooms.model import events as ev
from rooms.model.events.follow_up import FollowUp, RemovalReason
from rooms.model.ids import PersonId as InRoom
from rooms.model.ids import RoomId
from tests.support.schedule.prepared import Prepared
from tests.support.schedule.world import World


async def test_the_page_says_how_each_left_and_is_kept_nowhere(world: World, session: Prepared) -> None:
    cleo = InRoom(session.cleo)
    log: list[ev.Event] = [
        ev.PresenceBegan(cleo, session.cleos, private=False),
        ev.SeatMovedToWaiting(session.cleos, InRoom(world.dana.person), RemovalReason.DISTRESS),
        ev.PresenceEnded(cleo),
        ev.FollowUpNoted(cleo, FollowUp.REMOVAL, InRoom(world.dana.person), RemovalReason.DISTRESS),
    ]
    at = world.clinic.now.timestamp()
    clinic = world.clinic
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        records = [ev.Recorded(position, at + position, event) for position, event in enumerate(log, 1)]
        await (await unit.session.connection()).run_sync(write_records, [(RoomId(session.id), records)])
    answer = await world.dana.get(f"/appointments/{session.id}/departures")
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()
    (one,) = found["people"]
    assert (one["person"]["id"], one["how"], one["goodbye"], one["exit"]) == (cleo, "removed", False, None)
    assert [(line["what"], line["cause"]) for line in one["noted"]] == [("removal", "distress")]
    assert [task["kind"] for task in found["tasks"]] == ["removal"]
    assert (found["hand_overs"], found["may_hand_over"]) == ([], True)
    assert (await world.elena.get(f"/appointments/{session.id}/departures")).json()[
        "code"
    ] == "appointment.unknown"


async def test_handing_over_mails_a_link_and_no_names(world: World, session: Prepared) -> None:
    path = f"/appointments/{session.id}/hand-over"
    nobody = await world.dana.post(path, {})
    assert (nobody.status_code, nobody.json()["code"]) == (409, "hand_over.nobody")
    clinic = world.clinic
    iris = await clinic.staff("Iris Director", StaffRole.CLINICAL_DIRECTOR)
    made = await world.dana.post(path, {})
    assert made.status_code == 201
    assert [one["to"]["name"] for one in made.json()["hand_overs"]] == ["Iris Director"]
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        mails = list(await unit.session.scalars(select(OutboxRow).where(OutboxRow.kind == "handed_over")))
        assert [mail.person_id for mail in mails] == [iris]


async def test_what_is_gone_from_an_old_log_is_said_to_be_gone(world: World, session: Prepared) -> None:
    clinic, cleo = world.clinic, InRoom(session.cleo)
    path = f"/appointments/{session.id}/departures"
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        log = [ev.RoomLive(), ev.PresenceBegan(cleo, session.cleos), ev.RoomEnded(InRoom(world.dana.person))]
        at = clinic.now.timestamp()
        await unit.journal.add(
            RoomId(session.id), [ev.Recorded(n, at, each) for n, each in enumerate(log, 1)]
        )
    before = (await world.dana.get(path)).json()
    assert (len(before["people"]), before["gone"]) == (1, None)
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.session_logs.remove(session.id, clinic.now)
    after = (await world.dana.get(path)).json()
    assert (after["people"], after["ended_at"]) == ([], before["ended_at"])
    assert after["gone"]["people"] == 1
    assert after["gone"]["log_at"] is not None
    listed = (await world.coordinator.get(f"/appointments/{session.id}")).json()
    assert listed["state"] == "ended", "that it took place is known without its log"
