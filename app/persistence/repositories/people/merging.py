"""Two records of one person become one: which rows follow to the kept record.

What a session has recorded stays under the id that it was recorded with, because rooms are rebuilt from their logs; the
dropped record names the one that stands for it. Nothing of an account moves: its secrets are encrypted for their row.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.base import Schema
from app.persistence.models.care_team import AcknowledgementRow, AssignmentRow, GlassBreakRow, OverrideRow
from app.persistence.models.identity import OneTimeLinkRow
from app.persistence.models.live.attendance import CorrectionRow
from app.persistence.models.live.sessions import OccupantRow, SessionRow
from app.persistence.models.mail import OutboxRow
from app.persistence.models.people import CoupleRow, LicenceRow, QualificationRow
from app.persistence.models.programme.programme import (
    CoverageRow,
    EpisodeRow,
    IdentifiedPatientRow,
    MembershipRow,
    StatementRow,
)
from app.persistence.models.programme.support import (
    ActivityReplyRow,
    AftercarePlanRow,
    CheckInRow,
    PeerHostRow,
    PeerProfileRow,
    PeerReportRow,
)
from app.persistence.models.records.rights import CorrectionRequestRow, LegalHoldRow
from app.persistence.models.safety.alerts import DisclosureRow
from app.persistence.models.safety.clearance import ClearanceDecisionRow, ScreeningRow
from app.persistence.models.safety.consents import (
    ConsentGrantRow,
    DocumentVersionRow,
    SessionAcknowledgementRow,
)
from app.persistence.models.safety.follow_ups import FollowUpRow, HandOverRow
from app.persistence.models.safety.measures import (
    MeasureAlertRow,
    MeasureInstrumentRow,
    MeasureResponseRow,
)
from app.persistence.models.schedule import AttendeeRow
from clinic.common.ids import ClinicId, PersonId
from clinic.programme.cohorts import Membership
from clinic.programme.merged import MergedEpisodes

__all__ = ["FOLLOWS", "STAYS", "UNIQUE", "MergeRepository"]

FOLLOWS: Final[tuple[tuple[type[Schema], str], ...]] = (
    (AcknowledgementRow, "person_id"),
    (AftercarePlanRow, "by_id"),
    (AftercarePlanRow, "client_id"),
    (AssignmentRow, "client_id"),
    (AssignmentRow, "clinician_id"),
    (AttendeeRow, "serves_id"),
    (ConsentGrantRow, "heard_by_id"),
    (ConsentGrantRow, "person_id"),
    (ConsentGrantRow, "recipient_id"),
    (ConsentGrantRow, "withdrawn_by_id"),
    (CheckInRow, "client_id"),
    (ClearanceDecisionRow, "by_id"),
    (CorrectionRow, "by_id"),
    (CoupleRow, "first_id"),
    (CoupleRow, "second_id"),
    (CoverageRow, "person_id"),
    (CorrectionRequestRow, "decided_by_id"),
    (CorrectionRequestRow, "person_id"),
    (DisclosureRow, "by_id"),
    (DisclosureRow, "person_id"),
    (DocumentVersionRow, "reviewer_id"),
    (DocumentVersionRow, "writer_id"),
    (EpisodeRow, "client_id"),
    (FollowUpRow, "by_id"),
    (FollowUpRow, "client_id"),
    (FollowUpRow, "handed_to_id"),
    (FollowUpRow, "lead_id"),
    (GlassBreakRow, "person_id"),
    (GlassBreakRow, "viewer_id"),
    (HandOverRow, "by_id"),
    (HandOverRow, "to_id"),
    (IdentifiedPatientRow, "person_id"),
    (LegalHoldRow, "by_id"),
    (LegalHoldRow, "ended_by_id"),
    (LegalHoldRow, "person_id"),
    (LicenceRow, "person_id"),
    (MeasureAlertRow, "seen_by_id"),
    (MeasureInstrumentRow, "by_id"),
    (OneTimeLinkRow, "person_id"),
    (OutboxRow, "person_id"),
    (OverrideRow, "client_id"),
    (OverrideRow, "clinician_id"),
    (OverrideRow, "director_id"),
    (PeerProfileRow, "suspended_by_id"),
    (PeerReportRow, "about_id"),
    (PeerReportRow, "by_id"),
    (PeerReportRow, "done_by_id"),
    (ScreeningRow, "by_id"),
    (ScreeningRow, "person_id"),
    (StatementRow, "by_id"),
    (StatementRow, "person_id"),
)
"""Columns that name the kept record afterwards."""

UNIQUE: Final[Mapping[type[Schema], tuple[str, ...]]] = MappingProxyType(
    {
        ActivityReplyRow: ("activity_id",),
        AttendeeRow: ("appointment_id",),
        MeasureResponseRow: ("instrument", "due"),
        MembershipRow: ("cohort_id", "since"),
        PeerHostRow: (),
        QualificationRow: ("name",),
        SessionAcknowledgementRow: ("appointment_id", "version_id"),
    }
)
"""Tables whose ``person_id`` follows too, but which hold one row of a person for each value of these columns: where the
kept record has it already, the dropped one's goes."""

STAYS: Final = frozenset(
    {
        "accounts.person_id",
        "alert_pages.person_id",
        "alert_steps.person_id",
        "api_tokens.person_id",
        "attendance_corrections.person_id",
        "calendar_feeds.person_id",
        "clearance_decisions.partner_id",
        "data_requests.by_id",
        "data_requests.person_id",
        "client_safety.person_id",
        "external_interpreters.person_id",
        "help_alerts.answered_by",
        "help_alerts.person_id",
        "name_words.person_id",
        "occupants.person_id",
        "occupants.serves_id",
        "passkeys.person_id",
        "peer_links.first_id",
        "peer_links.second_id",
        "peer_profiles.person_id",
        "preparations.person_id",
        "presence_intervals.person_id",
        "recovery_codes.person_id",
        "sign_ins.person_id",
        "staff_roles.person_id",
    }
)
"""Columns that do not follow: of accounts, which a dropped record does not have; of people from outside, who are never
merged; of words, which are written anew; of what sessions recorded, help signals among it; of what was agreed for an
emergency and decided about a couple, which is encrypted for its row: a couple is cleared anew. What
somebody wished in the support network goes with the account they wished it from. Occupants of sessions
emergency and decided about a couple, which is encrypted for its row: a couple is cleared anew; of copies, which tell of
one record alone. Occupants of sessions
that have not opened follow."""


class MergeRepository:
    """Moves rows from one record of a person to another in one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def is_seated(self, person: PersonId, now: datetime) -> bool:
        """Return whether the person has a seat in a session that is open and has not ended."""
        query = select(OccupantRow.seat_id).where(
            OccupantRow.person_id == person,
            OccupantRow.session_id.in_(
                select(SessionRow.id).where(
                    SessionRow.clinic_id == self._clinic,
                    SessionRow.opens_at <= now,
                    SessionRow.closes_at > now,
                    SessionRow.ended_at.is_(None),
                )
            ),
        )
        return await self._session.scalar(query.limit(1)) is not None

    async def are_seated_together(self, one: PersonId, other: PersonId, now: datetime) -> bool:
        """Return whether a session that has not opened has a seat for each of the two."""
        ours = (
            select(OccupantRow.session_id)
            .join(SessionRow, SessionRow.id == OccupantRow.session_id)
            .where(SessionRow.clinic_id == self._clinic, SessionRow.opens_at > now)
        )
        both = ours.where(OccupantRow.person_id == one).intersect(ours.where(OccupantRow.person_id == other))
        return (await self._session.execute(both.limit(1))).first() is not None

    async def move(self, drop: PersonId, keep: PersonId, now: datetime) -> int:
        """Let what refers to the dropped record refer to the kept one; return how many rows did."""
        moved = 0
        for table, column in FOLLOWS:
            moved += await self._follow(table, column, drop, keep)
        for table, columns in UNIQUE.items():
            await self._leave_out(table, columns, drop, keep)
            moved += await self._follow(table, "person_id", drop, keep)
        return moved + await self._move_seats(drop, keep, now)

    async def put_memberships(self, before: Collection[Membership], after: Collection[Membership]) -> None:
        """Store memberships in place of others."""
        for one in before:
            await self._session.execute(
                delete(MembershipRow).where(
                    MembershipRow.clinic_id == self._clinic,
                    MembershipRow.cohort_id == one.cohort,
                    MembershipRow.person_id == one.person,
                    MembershipRow.since == one.since,
                )
            )
        for one in after:
            values = {
                "cohort_id": one.cohort,
                "person_id": one.person,
                "since": one.since,
                "until": one.until,
            }
            await self._session.execute(insert(MembershipRow).values(clinic_id=self._clinic, **values))

    async def put_episodes(self, merged: MergedEpisodes) -> None:
        """Store the episodes of two records as those of one: new days for those that stay, the others go."""
        for one in merged.gone:
            await self._session.execute(
                delete(EpisodeRow).where(EpisodeRow.clinic_id == self._clinic, EpisodeRow.id == one.id)
            )
        for one in merged.stay:
            await self._session.execute(
                update(EpisodeRow)
                .where(EpisodeRow.clinic_id == self._clinic, EpisodeRow.id == one.id)
                .values(
                    client_id=one.client, since=one.since, until=one.until, version=EpisodeRow.version + 1
                )
                .execution_options(synchronize_session=False)
            )

    async def _follow(self, table: type[Schema], column: str, drop: PersonId, keep: PersonId) -> int:
        fields = table.__table__.c
        result = await self._session.execute(
            update(table)
            .where(fields.clinic_id == self._clinic, fields[column] == drop)
            .values({column: keep})
            .execution_options(synchronize_session=False)
        )
        assert isinstance(result, CursorResult), "an update counts its rows"
        return result.rowcount

    async def _leave_out(
        self, table: type[Schema], columns: tuple[str, ...], drop: PersonId, keep: PersonId
    ) -> None:
        fields = table.__table__.c
        kept = table.__table__.alias()
        same = select(kept.c.person_id).where(
            kept.c.person_id == keep, *(kept.c[column] == fields[column] for column in columns)
        )
        await self._session.execute(
            delete(table)
            .where(fields.clinic_id == self._clinic, fields.person_id == drop, same.exists())
            .execution_options(synchronize_session=False)
        )

    async def _move_seats(self, drop: PersonId, keep: PersonId, now: datetime) -> int:
        coming = select(SessionRow.id).where(SessionRow.clinic_id == self._clinic, SessionRow.opens_at > now)
        moved = 0
        for column in (OccupantRow.person_id, OccupantRow.serves_id):
            result = await self._session.execute(
                update(OccupantRow)
                .where(column == drop, OccupantRow.session_id.in_(coming))
                .values({column: keep})
                .execution_options(synchronize_session=False)
            )
            assert isinstance(result, CursorResult), "an update counts its rows"
            moved += result.rowcount
        return moved
