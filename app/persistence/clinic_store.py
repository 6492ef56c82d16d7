"""A clinic's own transactions: they see no row of another clinic, decrypt with its keys, and keep its audit trail.

Whatever was read or changed is noted on the way, and the notes are stored before the block ends: in the same transaction
as a change, and before anybody is answered what was read.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys, InstallationKey
from app.persistence.engine import CLINIC_SETTING
from app.persistence.repositories.care_team.assignments import AssignmentRepository
from app.persistence.repositories.care_team.overrides import OverrideRepository
from app.persistence.repositories.care_team.relations import RelationRepository
from app.persistence.repositories.clinics import ClinicRecord, ClinicRepository
from app.persistence.repositories.identity.accounts import AccountRepository
from app.persistence.repositories.identity.credentials import PasskeyRepository, RecoveryCodeRepository
from app.persistence.repositories.identity.links import LinkRepository
from app.persistence.repositories.identity.sign_ins import SignInRepository, TokenRepository
from app.persistence.repositories.live.attendance import AttendanceRepository
from app.persistence.repositories.live.journal import JournalRepository
from app.persistence.repositories.live.sessions import SessionRepository
from app.persistence.repositories.mail.feeds import FeedRepository
from app.persistence.repositories.mail.outbox import OutboxRepository
from app.persistence.repositories.mail.reach import ReachRepository
from app.persistence.repositories.mail.upcoming import UpcomingRepository
from app.persistence.repositories.mail.webhooks import EventRepository, WebhookRepository
from app.persistence.repositories.people.couples import CoupleRepository
from app.persistence.repositories.people.departures import DepartureRepository
from app.persistence.repositories.people.licences import LicenceRepository
from app.persistence.repositories.people.merging import MergeRepository
from app.persistence.repositories.people.names import NameRepository
from app.persistence.repositories.people.people import PeopleRepository
from app.persistence.repositories.people.roles import RoleRepository
from app.persistence.repositories.people.search import SearchRepository
from app.persistence.repositories.programme.code_tables import CodeTableRepository
from app.persistence.repositories.programme.coverage import CoverageRepository
from app.persistence.repositories.programme.programme import ProgrammeRepository
from app.persistence.repositories.programme.recipients import RecipientRepository
from app.persistence.repositories.programme.statements import StatementRepository
from app.persistence.repositories.programme.support.activities import ActivityRepository, ResourceRepository
from app.persistence.repositories.programme.support.aftercare import AftercareRepository
from app.persistence.repositories.programme.support.peers import PeerRepository
from app.persistence.repositories.records.audit import AuditRepository, Note
from app.persistence.repositories.records.copies import CopyRepository
from app.persistence.repositories.records.correction_requests import CorrectionRequestRepository
from app.persistence.repositories.records.holds import HoldRepository
from app.persistence.repositories.records.outward import Outward
from app.persistence.repositories.records.retention import RetentionRepository
from app.persistence.repositories.records.session_logs import SessionLogs
from app.persistence.repositories.safety.alerts import AlertRepository
from app.persistence.repositories.safety.clearance import ClearanceRepository
from app.persistence.repositories.safety.clients import ClientSafetyRepository
from app.persistence.repositories.safety.documents import DocumentRepository
from app.persistence.repositories.safety.follow_ups import FollowUpRepository
from app.persistence.repositories.safety.grants import GrantRepository
from app.persistence.repositories.safety.measures.alerts import MeasureAlertRepository
from app.persistence.repositories.safety.measures.measures import MeasureRepository
from app.persistence.repositories.safety.measures.sessions import MeasuredSessionRepository
from app.persistence.repositories.safety.preparations import PreparationRepository
from app.persistence.repositories.schedule.agendas import AgendaRepository
from app.persistence.repositories.schedule.appointments import AppointmentRepository
from app.persistence.repositories.schedule.clinic_rules import ClinicRuleRepository
from app.persistence.repositories.schedule.interpreters import InterpreterRepository
from app.persistence.repositories.schedule.listing import ListingRepository
from app.persistence.repositories.schedule.series import SeriesRepository
from app.persistence.repositories.schedule.surroundings import SurroundingsRepository
from app.persistence.unit_of_work import Database
from clinic.common.ids import ClinicId
from clinic.records.audit import Fact

__all__ = ["Actor", "ClinicStore", "ClinicUnit", "ClinicUnknown"]


class ClinicUnknown(Exception):
    """There is no such clinic, or it has no keys: it was made by an older release for its demo."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for the audit trail.

    Attributes:
        id: A person's id, ``system`` or ``operator``.
        sign_in: The sign-in or token they act by.
    """

    id: str
    sign_in: str | None = None


@dataclass
class ClinicUnit:
    """The repositories of one clinic in one transaction.

    Attributes:
        now: When the transaction began, aware UTC; whatever it stores has this time.
        notes: What will be appended to the audit trail at the end.
        afterwards: Called once the transaction is committed, each once; they must not raise.
    """

    session: AsyncSession = field(repr=False)
    clinic: ClinicRecord
    keys: ClinicKeys = field(repr=False)
    now: datetime
    actor: Actor
    notes: list[Note] = field(default_factory=list)
    afterwards: set[Callable[[], None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        session, clinic, keys = self.session, self.clinic.id, self.keys
        self.clinics = ClinicRepository(session)
        self.audit = AuditRepository(session, clinic)
        self.names = NameRepository(session, clinic)
        # What is kept, how long, and what people may ask about it.
        self.retention = RetentionRepository(session, clinic)
        self.session_logs = SessionLogs(session, clinic)
        self.holds = HoldRepository(session, clinic, keys)
        self.copies = CopyRepository(session, clinic, keys)
        self.correction_requests = CorrectionRequestRepository(session, clinic, keys)
        self._open_people(session, clinic, keys)
        self._open_programmes(session, clinic, keys)
        self._open_safety(session, clinic, keys)
        # Support after treatment.
        self.peers = PeerRepository(session, clinic, keys)
        self.activities = ActivityRepository(session, clinic)
        self.resources = ResourceRepository(session, clinic)
        self.aftercare = AftercareRepository(session, clinic, keys)
        # What leaves by itself: mail, calendars, webhooks, records for systems of others.
        self.outbox = OutboxRepository(session, self.clinic, keys)
        self.reach = ReachRepository(session, self.clinic, keys)
        self.feeds = FeedRepository(session, clinic)
        self.upcoming = UpcomingRepository(session, clinic)
        self.events = EventRepository(session, clinic, self.now)
        self.webhooks = WebhookRepository(session, clinic, keys)
        self.outward = Outward(session, clinic, keys)

    def _open_people(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        # Who signs in, and how.
        self.accounts = AccountRepository(session, clinic, keys)
        self.passkeys = PasskeyRepository(session, clinic)
        self.recovery_codes = RecoveryCodeRepository(session, clinic)
        self.links = LinkRepository(session, clinic)
        self.sign_ins = SignInRepository(session, clinic)
        self.tokens = TokenRepository(session, clinic)
        # People, and who looks after them.
        self.people = PeopleRepository(session, clinic, keys)
        self.search = SearchRepository(session, clinic, keys)
        self.roles = RoleRepository(session, clinic)
        self.licences = LicenceRepository(session, clinic, keys)
        self.couples = CoupleRepository(session, clinic)
        self.departures = DepartureRepository(session, clinic)
        self.merging = MergeRepository(session, clinic)
        self.assignments = AssignmentRepository(session, clinic)
        self.overrides = OverrideRepository(session, clinic, keys)
        self.relations = RelationRepository(session, clinic, keys)

    def _open_programmes(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        # Programmes, and what pays for them.
        self.programme = ProgrammeRepository(session, clinic)
        self.recipients = RecipientRepository(session, clinic)
        self.coverage = CoverageRepository(session, clinic, keys)
        self.code_tables = CodeTableRepository(session, clinic)
        self.statements = StatementRepository(session, clinic, keys)
        # The schedule, and sessions as they were.
        self.rules = ClinicRuleRepository(session, clinic)
        self.series = SeriesRepository(session, clinic)
        self.appointments = AppointmentRepository(session, clinic)
        self.agendas = AgendaRepository(session, clinic)
        self.listing = ListingRepository(session, clinic)
        self.interpreters = InterpreterRepository(session, clinic)
        self.surroundings = SurroundingsRepository(session, clinic, keys)
        self.sessions = SessionRepository(session)
        self.journal = JournalRepository(session)
        self.attendance = AttendanceRepository(session, clinic, keys)

    def _open_safety(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        # What clients sign.
        self.documents = DocumentRepository(session, clinic)
        self.grants = GrantRepository(session, clinic, keys)
        # What keeps people safe in sessions.
        self.alerts = AlertRepository(session, clinic)
        self.safety = ClientSafetyRepository(session, clinic, keys)
        self.follow_ups = FollowUpRepository(session, clinic)
        self.preparations = PreparationRepository(session, clinic, keys)
        self.clearance = ClearanceRepository(session, clinic, keys)
        # What clients are asked about how they are.
        self.measures = MeasureRepository(session, clinic, keys)
        self.measured_sessions = MeasuredSessionRepository(session, clinic, keys)
        self.measure_alerts = MeasureAlertRepository(session, clinic)

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's time zone."""
        return ZoneInfo(self.clinic.time_zone)

    def note(self, action: str, *subjects: str, **facts: Fact) -> None:
        """Note what is done or read; it becomes an entry when the transaction ends."""
        self.notes.append(Note(action, subjects, facts))


class ClinicStore:
    """Opens clinics' units of work.

    Args:
        database: The storage; whoever opened it closes it.
        key: The installation's key.
    """

    def __init__(self, database: Database, key: InstallationKey) -> None:
        self.database = database
        self.key = key
        self._known: dict[ClinicId, tuple[str, ClinicKeys]] = {}

    @asynccontextmanager
    async def create(
        self, clinic: ClinicId, name: str, time_zone: str, actor: Actor, now: datetime
    ) -> AsyncIterator[ClinicUnit]:
        """Make a clinic with keys of its own and open a unit of it, which is committed with the clinic.

        Raises StorageUnavailable, WriteConflict.
        """
        _, wrapped = self.key.new_clinic_keys()
        async with self.database.transaction(writes=True) as session:
            await ClinicRepository(session).add(clinic, name, time_zone, wrapped, now)
            async with self._writing(session, clinic, actor, now) as unit:
                yield unit

    @asynccontextmanager
    async def write(self, clinic: ClinicId, actor: Actor, now: datetime) -> AsyncIterator[ClinicUnit]:
        """Open a unit that is committed whole at the end of the block, its notes included.

        Raises:
            ClinicUnknown: There is no such clinic.
            StorageUnavailable: The database cannot be used now.
            WriteConflict: A constraint failed; nothing was stored.
        """
        async with (
            self.database.transaction(writes=True) as session,
            self._writing(session, clinic, actor, now) as unit,
        ):
            yield unit
        for call in unit.afterwards:
            call()

    @asynccontextmanager
    async def read(self, clinic: ClinicId, actor: Actor, now: datetime) -> AsyncIterator[ClinicUnit]:
        """Open a unit that only reads. Its notes are stored before the block ends. Raises as ``write`` does."""
        async with self.database.transaction(writes=False) as session:
            unit = await self._unit(session, clinic, actor, now)
            yield unit
        if unit.notes:
            async with self.write(clinic, actor, now) as trail:
                trail.notes.extend(unit.notes)

    @asynccontextmanager
    async def _writing(
        self, session: AsyncSession, clinic: ClinicId, actor: Actor, now: datetime
    ) -> AsyncIterator[ClinicUnit]:
        unit = await self._unit(session, clinic, actor, now)
        yield unit
        if unit.notes:
            await unit.audit.append(unit.notes, now, actor.id, actor.sign_in)

    async def _unit(self, session: AsyncSession, clinic: ClinicId, actor: Actor, now: datetime) -> ClinicUnit:
        if session.get_bind().dialect.name == "postgresql":
            await session.execute(
                text("SELECT set_config(:name, :clinic, true)"), {"name": CLINIC_SETTING, "clinic": clinic}
            )
        record = await ClinicRepository(session).find(clinic)
        if record is None or record.data_key is None:
            raise ClinicUnknown(clinic)
        return ClinicUnit(session, record, self.keys_of(clinic, record.data_key), now, actor)

    def keys_of(self, clinic: ClinicId, wrapped: str) -> ClinicKeys:
        """Return a clinic's keys, which its row holds wrapped. Raises KeysUnusable."""
        known = self._known.get(clinic)
        if known is None or known[0] != wrapped:
            known = self._known[clinic] = (wrapped, self.key.unwrap(wrapped))
        return known[1]
