"""Which rows of one clinic are over, class by class, and which of them a hold keeps: what a preview counts is what goes.

A log that nobody may write to any more is over: its session has ended, or its doors have closed and it has been silent
for as long as it would be kept. A room that runs writes now and then, and nobody comes back to one that was silent for
minutes, so neither a live room nor one that is suspended is among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.persistence.models.base import Schema
from app.persistence.models.identity import OneTimeLinkRow, SignInRow
from app.persistence.models.live.attendance import CorrectionRow
from app.persistence.models.live.record import RoomEventRow, SessionRemainsRow
from app.persistence.models.live.sessions import OccupantRow, SessionRow
from app.persistence.models.mail import OutboxRow, WebhookDeliveryRow, WebhookEventRow
from app.persistence.models.people import PersonRow
from app.persistence.models.programme.programme import AuthorisationRow, CoverageRow, EpisodeRow, StatementRow
from app.persistence.models.programme.support import AftercarePlanRow, CheckInRow, PeerReportRow
from app.persistence.models.records.rights import CorrectionRequestRow, DataRequestRow
from app.persistence.models.safety.alerts import AlertPageRow, AlertRow, AlertStepRow, DisclosureRow
from app.persistence.models.safety.clearance import ClearanceDecisionRow, ScreeningRow
from app.persistence.models.safety.consents import ConsentGrantRow, SessionAcknowledgementRow
from app.persistence.models.safety.follow_ups import FollowUpRow
from app.persistence.models.safety.measures import MeasureResponseRow
from app.persistence.models.safety.preparations import PreparationRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from clinic.identity.links import LinkPurpose
from clinic.identity.sign_ins import LONGEST, SignInState
from clinic.records.retention import Held, RetentionClass

__all__ = ["Due", "due_rows"]

_Column = InstrumentedAttribute[Any]
_Condition = ColumnElement[bool]

_DOCUMENTS: Final[tuple[tuple[type[Schema], _Column, _Column, _Column | None], ...]] = (
    (SessionAcknowledgementRow, SessionAcknowledgementRow.person_id, SessionAcknowledgementRow.at,
     SessionAcknowledgementRow.appointment_id),
    (ConsentGrantRow, ConsentGrantRow.person_id, ConsentGrantRow.signed_at, ConsentGrantRow.appointment_id),
    (ScreeningRow, ScreeningRow.person_id, ScreeningRow.at, None),
    (ClearanceDecisionRow, ClearanceDecisionRow.partner_id, ClearanceDecisionRow.at, None),
    (FollowUpRow, FollowUpRow.client_id, FollowUpRow.noted_at, FollowUpRow.session_id),
    (DisclosureRow, DisclosureRow.person_id, DisclosureRow.at, None),
    (CorrectionRow, CorrectionRow.person_id, CorrectionRow.at, CorrectionRow.session_id),
    (MeasureResponseRow, MeasureResponseRow.person_id, MeasureResponseRow.begun_at, MeasureResponseRow.session_id),
    (StatementRow, StatementRow.person_id, StatementRow.made_at, None),
    (AftercarePlanRow, AftercarePlanRow.client_id, AftercarePlanRow.at, None),
    (CheckInRow, CheckInRow.client_id, CheckInRow.asked_at, None),
    (PeerReportRow, PeerReportRow.about_id, PeerReportRow.at, None),
    (CorrectionRequestRow, CorrectionRequestRow.person_id, CorrectionRequestRow.asked_at, None),
    (DataRequestRow, DataRequestRow.person_id, DataRequestRow.asked_at, None),
)  # fmt: skip
"""Tables of documents: whose, from when, and of which session."""


@dataclass(frozen=True, slots=True)
class Due:
    """Rows of one table that are over.

    Attributes:
        key: The columns of its primary key.
        at: What they are ordered by, the oldest first.
        over: Whether a row is over.
        held: Whether a hold keeps it; never NULL.
    """

    table: type[Schema]
    key: tuple[_Column, ...]
    at: ColumnElement[Any] | _Column
    over: _Condition
    held: _Condition


def due_rows(kind: RetentionClass, clinic: str, by: datetime, held: Held) -> Sequence[Due]:
    """Return what of a class was over by a moment; nothing of a class that is never stored or kept for good."""
    found = _FIND.get(kind)
    return [] if found is None else found(clinic, by, held)


def _holds(held: Held, person: _Column | None, session: _Column | None = None) -> _Condition:
    parts = [
        column.in_(ids)
        for column, ids in ((person, held.people), (session, held.sessions))
        if column is not None
    ]
    return func.coalesce(or_(*parts), false())


def _links(clinic: str, by: datetime, held: Held) -> list[Due]:
    row = OneTimeLinkRow
    # The link of a session is not used up.
    used_up = and_(row.used_at <= by, row.purpose != LinkPurpose.SESSION.value)
    over = and_(row.clinic_id == clinic, or_(row.expires_at <= by, row.withdrawn_at <= by, used_up))
    return [Due(row, (row.id,), row.made_at, over, _holds(held, row.person_id))]


def _sign_ins(clinic: str, by: datetime, held: Held) -> list[Due]:
    row, later = SignInRow, aliased(SignInRow)
    half = SignInState.SECOND_FACTOR.value
    has_later = exists().where(
        later.person_id == row.person_id,
        later.state != half,
        tuple_(later.started_at, later.id) > tuple_(row.started_at, row.id),
    )
    ended = or_(row.ended_at <= by, and_(row.ended_at.is_(None), row.started_at <= by - LONGEST))
    over = and_(row.clinic_id == clinic, ended, or_(row.state == half, has_later))
    return [Due(row, (row.id,), row.started_at, over, _holds(held, row.person_id))]


def _mails(states: tuple[str, ...], clinic: str, by: datetime, held: Held) -> list[Due]:
    row = OutboxRow
    goes_on = exists().where(
        AppointmentRow.id == row.appointment_id,
        AppointmentRow.clinic_id == clinic,
        AppointmentRow.ends_at > by,
    )
    over = and_(row.clinic_id == clinic, row.state.in_(states), row.done_at <= by, ~goes_on)
    return [Due(row, (row.id,), row.done_at, over, _holds(held, row.person_id, row.appointment_id))]


def _places(clinic: str, by: datetime, held: Held) -> list[Due]:
    row = PreparationRow
    over = and_(row.clinic_id == clinic, row.at <= by)
    key = (row.session_id, row.person_id, row.position)
    return [Due(row, key, row.at, over, _holds(held, row.person_id, row.session_id))]


def _copies(clinic: str, by: datetime, held: Held) -> list[Due]:
    row = DataRequestRow
    over = and_(row.clinic_id == clinic, row.state == "ready", row.ready_at <= by)
    return [Due(row, (row.id,), row.ready_at, over, _holds(held, row.person_id))]


def _webhook_events(clinic: str, by: datetime, held: Held) -> list[Due]:
    told, event = WebhookDeliveryRow, WebhookEventRow
    over = and_(event.clinic_id == clinic, event.at <= by)
    of_over = and_(told.clinic_id == clinic, told.event_id.in_(select(event.id).where(over)))
    # An event goes once nobody is told of it any more.
    is_told = exists().where(told.event_id == event.id)
    return [
        Due(told, (told.id,), told.made_at, of_over, false()),
        Due(event, (event.id,), event.at, and_(over, ~is_told), false()),
    ]


def _documents(clinic: str, by: datetime, held: Held) -> list[Due]:
    found = []
    for table, person, at, session in _DOCUMENTS:
        fields = table.__table__.c
        key = tuple(getattr(table, column.key) for column in table.__table__.primary_key)
        over = and_(fields.clinic_id == clinic, at <= by, *_have_left(person, by))
        found.append(Due(table, key, at, over, _holds(held, person, session)))
    return [*found, *_alerts(clinic, by, held), *_coverages(clinic, by, held)]


def _alerts(clinic: str, by: datetime, held: Held) -> list[Due]:
    row, step, page = AlertRow, AlertStepRow, AlertPageRow
    # Where nobody knows which of two called for help, it is about both.
    in_care = exists().where(
        OccupantRow.session_id == row.session_id,
        OccupantRow.seat_id == row.seat_id,
        EpisodeRow.client_id == OccupantRow.person_id,
        or_(EpisodeRow.until.is_(None), EpisodeRow.until > _day_before(by)),
    )
    left = and_(*_have_left(row.person_id, by), or_(row.person_id.is_not(None), ~in_care))
    over = and_(row.clinic_id == clinic, row.ended_at <= by, left)
    kept = _holds(held, row.person_id, row.session_id)
    # What belongs to an alert goes before it.
    parts = [
        Due(
            part,
            (part.id,),
            part.at,
            part.alert_id.in_(select(row.id).where(over)),
            _kept_with(part.alert_id, row, kept),
        )
        for part in (step, page)
    ]
    return [*parts, Due(row, (row.id,), row.ended_at, over, kept)]


def _coverages(clinic: str, by: datetime, held: Held) -> list[Due]:
    row, part, day = CoverageRow, AuthorisationRow, _day_before(by)
    ended = and_(row.from_on <= day, or_(row.last_on.is_(None), row.last_on <= day))
    over = and_(row.clinic_id == clinic, ended, *_have_left(row.person_id, by))
    kept = _holds(held, row.person_id)
    of_over = part.coverage_id.in_(select(row.id).where(over))
    return [
        Due(part, (part.id,), part.from_on, of_over, _kept_with(part.coverage_id, row, kept)),
        Due(row, (row.id,), row.from_on, over, kept),
    ]


def _kept_with(whole: _Column, row: type[AlertRow] | type[CoverageRow], kept: _Condition) -> _Condition:
    """Return that a hold keeps what a row belongs to."""
    return whole.in_(select(row.id).where(kept))


def _day_before(by: datetime) -> date:
    """Return a day that is over everywhere by then: it ends later in the West than here."""
    return (by - timedelta(days=1)).date()


def _have_left(person: _Column, by: datetime) -> tuple[_Condition, ...]:
    """Return that somebody's care was over by then, under whatever record they are known today."""
    stands_for = select(PersonRow.merged_into).where(PersonRow.id == person)
    # Named, because it stands two levels below the row that it is about.
    stands_for = stands_for.correlate(person.class_)
    today = func.coalesce(stands_for.scalar_subquery(), person)
    stays = exists().where(
        EpisodeRow.client_id == today, or_(EpisodeRow.until.is_(None), EpisodeRow.until > _day_before(by))
    )
    comes = exists().where(AttendeeRow.person_id == today, AttendeeRow.ends_at > by)
    return ~stays, ~comes


def _answers(clinic: str, by: datetime, held: Held) -> list[Due]:
    emptied = exists().where(SessionRemainsRow.session_id == SessionRow.id)
    return [_sessions(clinic, by, held, ~emptied)]


def _logs(clinic: str, by: datetime, held: Held) -> list[Due]:
    return [_sessions(clinic, by, held)]


def _sessions(clinic: str, by: datetime, held: Held, *more: _Condition) -> Due:
    row = SessionRow
    events = select(RoomEventRow.at).where(RoomEventRow.session_id == row.id)
    last = events.order_by(RoomEventRow.position.desc()).limit(1).scalar_subquery()
    is_silent = and_(row.ended_at.is_(None), row.closes_at <= by, last <= by.timestamp())
    over = and_(row.clinic_id == clinic, or_(row.ended_at <= by, is_silent), events.exists(), *more)
    theirs = exists().where(OccupantRow.session_id == row.id, OccupantRow.person_id.in_(held.people))
    at = func.coalesce(row.ended_at, row.closes_at)
    return Due(row, (row.id,), at, over, or_(row.id.in_(held.sessions), theirs))


_FIND: Final = {
    RetentionClass.ANSWERS: _answers,
    RetentionClass.LOG: _logs,
    RetentionClass.PLACES: _places,
    RetentionClass.DOCUMENTS: _documents,
    RetentionClass.SIGN_INS: _sign_ins,
    RetentionClass.LINKS: _links,
    # The words are those of ``app.mail.delivery``.
    RetentionClass.MAILS: lambda clinic, by, held: _mails(("sent", "dropped"), clinic, by, held),
    RetentionClass.UNSENT_MAILS: lambda clinic, by, held: _mails(("dead",), clinic, by, held),
    RetentionClass.COPIES: _copies,
    RetentionClass.WEBHOOK_EVENTS: _webhook_events,
}
