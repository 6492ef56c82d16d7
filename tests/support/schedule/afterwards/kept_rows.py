"""A clinic's rows of every class, each as old and as held as a test wants."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.auth.one_time import make_secret
from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.identity import OneTimeLinkRow
from app.persistence.models.live.record import RoomEventRow, SessionRemainsRow
from app.persistence.models.live.sessions import OccupantRow, SeatRow, SessionRow
from app.persistence.models.mail import OutboxRow
from app.persistence.models.safety.consents import ConsentGrantRow
from app.persistence.models.safety.preparations import PreparationRow
from clinic.common.ids import AppointmentId, PersonId
from clinic.records.retention import RetentionClass
from clinic.safety.preparation import PlaceSaid
from rooms.model.events import Event, Recorded
from rooms.model.events.codec import encode_event
from rooms.model.events.protocols import ProtocolChanged, ProtocolStarted
from rooms.model.events.seats import PresenceBegan, RoomEnded, RoomLive
from rooms.model.ids import PersonId as RoomPersonId
from rooms.model.ids import SeatId
from tests.clinic.safety.people_there import RIVER_STREET

__all__ = ["ANSWER", "Thing", "add_session", "add_thing", "remaining"]

ANSWER = {"number": 9, "call": True}
"""What somebody answered in private at the end of every session here."""


@dataclass(frozen=True)
class Thing:
    """Something that is kept: of which class, of whom, and since when it is over."""

    id: str
    kind: RetentionClass
    person: PersonId
    over_at: datetime
    session: str | None = None


async def add_session(
    unit: ClinicUnit, session: str, person: PersonId, ended_at: datetime, *, ended: bool = True
) -> None:
    """Add a session with a log: it became live, somebody came, answered in private, and it ended or fell silent."""
    row = SessionRow(id=session, clinic_id=unit.clinic.id, title="Group", kind="group", policy={})
    row.opens_at, row.closes_at = ended_at - timedelta(hours=2), ended_at
    row.ended_at = ended_at if ended else None
    unit.session.add(row)
    await unit.session.flush()
    seat = f"se_{session}"
    unit.session.add(
        SeatRow(id=seat, session_id=session, position=1, role="member", link_version=1, companion=False)
    )
    await unit.session.flush()
    unit.session.add(
        OccupantRow(
            seat_id=seat,
            position=1,
            session_id=session,
            person_id=person,
            companion=False,
            licensed=False,
        )
    )
    who = RoomPersonId(person)
    events: tuple[Event, ...] = (
        RoomLive(),
        PresenceBegan(who, SeatId(seat)),
        ProtocolStarted(1, "closing_round", who, {}),
        ProtocolChanged(1, None, (), {}, {"answers": {person: ANSWER}, "done": {}, "word_s": 5}),
        *([RoomEnded(who)] if ended else []),
    )
    last = ended_at.timestamp()
    for position, event in enumerate(events, 1):
        kind, payload = encode_event(event)
        unit.session.add(
            RoomEventRow(
                session_id=session,
                position=position,
                at=last - len(events) + position,
                kind=kind,
                payload=payload,
            )
        )
    await unit.session.flush()


async def add_thing(unit: ClinicUnit, thing: Thing) -> None:
    """Store something; of a session its log alone (``LOG``), which holds answers."""
    match thing.kind:
        case RetentionClass.LOG:
            await add_session(unit, thing.id, thing.person, thing.over_at)
        case RetentionClass.LINKS:
            unit.session.add(
                OneTimeLinkRow(
                    id=thing.id,
                    clinic_id=unit.clinic.id,
                    person_id=thing.person,
                    secret_hash=make_secret().hashed,
                    purpose="invitation",
                    made_at=thing.over_at,
                    expires_at=thing.over_at,
                )
            )
        case RetentionClass.MAILS:
            unit.session.add(
                OutboxRow(
                    id=thing.id,
                    clinic_id=unit.clinic.id,
                    person_id=thing.person,
                    kind="reminder",
                    facts=unit.keys.seal("outbox.facts", thing.id, "{}"),
                    state="sent",
                    made_at=thing.over_at,
                    done_at=thing.over_at,
                )
            )
        case RetentionClass.PLACES:
            assert thing.session is not None, "a place is said before a session"
            await unit.preparations.add(
                AppointmentId(thing.session),
                thing.person,
                PlaceSaid(RIVER_STREET),
                by=thing.person,
                seat=None,
                now=thing.over_at,
            )
        case RetentionClass.DOCUMENTS:
            unit.session.add(
                ConsentGrantRow(
                    id=thing.id,
                    clinic_id=unit.clinic.id,
                    person_id=thing.person,
                    version_id="dv_agreement-1",
                    kind="agreement",
                    state="",
                    number=1,
                    language="en",
                    fingerprint="0" * 64,
                    signed_at=thing.over_at,
                    method="screen",
                )
            )
        case _:
            raise ValueError(thing.kind)
    await unit.session.flush()


async def remaining(unit: ClinicUnit) -> dict[RetentionClass, set[str]]:
    """Return what is still there; places by session and person; a session's log, and apart the answers in it."""
    clinic = unit.clinic.id
    found = {
        RetentionClass.LINKS: select(OneTimeLinkRow.id).where(OneTimeLinkRow.clinic_id == clinic),
        RetentionClass.MAILS: select(OutboxRow.id).where(OutboxRow.clinic_id == clinic),
        RetentionClass.DOCUMENTS: select(ConsentGrantRow.id).where(ConsentGrantRow.clinic_id == clinic),
        RetentionClass.LOG: select(RoomEventRow.session_id).distinct(),
    }
    left = {kind: set(await unit.session.scalars(query)) for kind, query in found.items()}
    places = select(PreparationRow.session_id, PreparationRow.person_id).where(
        PreparationRow.clinic_id == clinic
    )
    left[RetentionClass.PLACES] = {"/".join(row) for row in await unit.session.execute(places)}
    answered = set()
    for session in left[RetentionClass.LOG]:
        if any(_has_answer(record) for record in await unit.journal.records(session)):  # type: ignore[arg-type]
            answered.add(session)
    left[RetentionClass.ANSWERS] = answered
    noted = set(await unit.session.scalars(select(SessionRemainsRow.session_id)))
    assert not noted & answered, "what is said to be gone is gone"
    return left


def _has_answer(record: Recorded) -> bool:
    event = record.event
    return isinstance(event, ProtocolChanged) and bool(event.memory["answers"])
