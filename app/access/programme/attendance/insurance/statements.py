"""Making statements of what a client attended, and handing out those that were made.

Planners make them for a client, a payer or a chart; clients make their own. A statement is kept as it was made. What
42 CFR Part 2 protects of it leaves only by a consent that names who receives it: when it is made, and again whenever it
is handed out.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.access.clinic_day import today
from app.access.people.finding import find_client
from app.access.programme.attendance.insurance.code_tables import table_for
from app.access.programme.attendance.insurance.recipients import named_recipient
from app.access.programme.attendance.insurance.sittings import met_of, sittings_of
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from app.runtime.ids import new_statement_id
from clinic.attendance.statements import Heading, Statement, StatementKind, check_period, compose
from clinic.common.errors import Refused
from clinic.common.ids import PersonId, RecipientId
from clinic.consents.grants import Grant
from clinic.consents.recipients import Recipient, RecipientKind, disclosing
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.programme.coverage import Coverage, coverage_on

__all__ = [
    "MOST_LISTED",
    "StatementRequest",
    "list_own_statements",
    "list_statements",
    "make_own_statement",
    "make_statement",
    "read_own_statement",
    "read_statement",
]

MOST_LISTED: Final = 50


@dataclass(frozen=True, slots=True)
class StatementRequest:
    """What is asked for.

    Attributes:
        recipient: The organisation that receives it; None for the client themselves.
    """

    kind: StatementKind
    since: date
    last: date
    recipient: RecipientId | None = None


async def make_statement(
    unit: ClinicUnit, principal: Principal, client: PersonId, asked: StatementRequest
) -> Statement:
    """Make a statement of a client.

    Raises:
        Refused: ``access.denied``, ``person.unknown``.
        Invalid: As `check_period`; ``field.unknown`` for a recipient that there is not.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    return await _make(unit, principal, await find_client(unit, client), asked)


async def make_own_statement(unit: ClinicUnit, principal: Principal, asked: StatementRequest) -> Statement:
    """Make a statement of oneself, for oneself.

    Raises:
        Refused: ``access.denied``: staff have none.
        Invalid: As `check_period`.
    """
    record = await _own(unit, principal, Action.OWN_WRITE)
    return await _make(unit, principal, record, StatementRequest(asked.kind, asked.since, asked.last))


async def list_statements(unit: ClinicUnit, principal: Principal, client: PersonId) -> list[Statement]:
    """Return a client's statements, the newest first. Raises Refused: ``access.denied``, ``person.unknown``."""
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    await find_client(unit, client)
    unit.note("statements.list", client)
    return await unit.statements.of(client, MOST_LISTED)


async def list_own_statements(unit: ClinicUnit, principal: Principal) -> list[Statement]:
    """Return the statements that are for oneself, the newest first. Raises Refused: ``access.denied``."""
    record = await _own(unit, principal, Action.OWN_READ)
    return await unit.statements.of(record.id, MOST_LISTED, own=True)


async def read_statement(
    unit: ClinicUnit, principal: Principal, client: PersonId, statement: str
) -> Statement:
    """Return a statement to be handed out.

    Raises:
        Refused: ``access.denied``, ``statement.unknown``; ``statement.consent``: it tells what 42 CFR Part 2 protects,
            and no consent names who receives it any more.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    found = await unit.statements.find(statement)
    if found is None or found.client != client:
        raise Refused("statement.unknown")
    if found.recipient is not None and found.composed.tells_protected:
        recipient = await unit.recipients.find(found.recipient)
        if recipient is None or await _consent(unit, client, recipient) is None:
            raise Refused("statement.consent")
    _note(unit, found)
    return found


async def read_own_statement(unit: ClinicUnit, principal: Principal, statement: str) -> Statement:
    """Return a statement that is for oneself. Raises Refused: ``access.denied``, ``statement.unknown``."""
    record = await _own(unit, principal, Action.OWN_READ)
    found = await unit.statements.find(statement)
    if found is None or found.client != record.id or found.recipient is not None:
        raise Refused("statement.unknown")
    _note(unit, found)
    return found


async def _make(
    unit: ClinicUnit, principal: Principal, client: PersonRecord, asked: StatementRequest
) -> Statement:
    check_period(asked.since, asked.last, today(unit))
    recipient = consent = None
    if asked.recipient is not None:
        recipient = await named_recipient(unit, "recipient", asked.recipient)
        consent = await _consent(unit, client.id, recipient)
    coverages = await unit.coverage.of(client.id)
    payer = recipient.id if recipient is not None and recipient.kind is RecipientKind.PAYER else None
    coverage = coverage_on(coverages, asked.last, payer)
    table = await table_for(unit, payer or (coverage.payer if coverage else None))
    met = await met_of(unit, client.id, asked.since, asked.last)
    composed = compose(
        client.id,
        asked.kind,
        await sittings_of(unit, client.id, met),
        coverages,
        table,
        payer=payer,
        may_tell_protected=recipient is None or consent is not None,
    )
    made = Statement(
        new_statement_id(),
        client.id,
        asked.kind,
        asked.since,
        asked.last,
        unit.now,
        principal.person,
        recipient.id if recipient else None,
        (table.scope, table.number),
        await _heading(unit, client, coverage, recipient, consent if composed.tells_protected else None),
        composed,
    )
    await unit.statements.add(made)
    unit.note(
        "statement.make",
        *(each for each in (made.id, client.id, made.recipient) if each is not None),
        kind=made.kind.value,
        since=made.since.isoformat(),
        last=made.last.isoformat(),
    )
    return made


async def _heading(
    unit: ClinicUnit,
    client: PersonRecord,
    coverage: Coverage | None,
    recipient: Recipient | None,
    consent: Grant | None,
) -> Heading:
    payer = await unit.recipients.find(coverage.payer) if coverage else None
    terms = consent.terms if consent else None
    return Heading(
        unit.clinic.name,
        client.fields.legal_name or client.fields.display_name,
        unit.clinic.time_zone,
        payer.name if payer else "",
        coverage.plan if coverage else "",
        coverage.member if coverage else "",
        recipient.name if recipient else "",
        terms.purpose if terms else "",
        terms.expires_at if terms else None,
    )


async def _consent(unit: ClinicUnit, client: PersonId, recipient: Recipient) -> Grant | None:
    given = await unit.grants.to(recipient.id, [client], unit.now)
    return disclosing(given, recipient.id, unit.now).get(client)


async def _own(unit: ClinicUnit, principal: Principal, action: Action) -> PersonRecord:
    check(principal, action, unit.now)
    if principal.kind is not PrincipalKind.CLIENT:
        raise Refused("access.denied", action)
    return await find_client(unit, principal.person)


def _note(unit: ClinicUnit, found: Statement) -> None:
    unit.note(
        "statement.read",
        *(each for each in (found.id, found.client, found.recipient) if each is not None),
    )
