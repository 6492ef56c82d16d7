"""A clinic's code tables: one for all payers, and for a payer one of its own."""

from collections.abc import Sequence
from typing import Final

from app.persistence.clinic_store import ClinicUnit
from clinic.attendance.codes import DEFAULT_TABLE, CodeRow, CodeTable, check_table
from clinic.common.errors import Refused
from clinic.common.ids import RecipientId
from clinic.consents.grants import is_organisation
from clinic.consents.recipients import RecipientKind
from clinic.identity.access import Action, Principal, check

__all__ = ["CLINIC", "list_tables", "put_table", "read_table", "table_for"]

CLINIC: Final = "clinic"
"""The scope of the table for all payers that have none of their own."""


async def list_tables(unit: ClinicUnit, principal: Principal) -> dict[str, int]:
    """Return the scopes that have a table of their own, with its number. Raises Refused: ``access.denied``."""
    check(principal, Action.PROGRAMME_READ, unit.now)
    return await unit.code_tables.scopes()


async def read_table(unit: ClinicUnit, principal: Principal, scope: str) -> CodeTable:
    """Return the table of a scope: the clinic's is the release's as long as it has not been changed.

    Raises:
        Refused: ``access.denied``, ``recipient.unknown``.
    """
    check(principal, Action.PROGRAMME_READ, unit.now)
    await _check_scope(unit, scope)
    return await _newest(unit, scope)


async def put_table(
    unit: ClinicUnit, principal: Principal, scope: str, version: int, rows: Sequence[CodeRow]
) -> CodeTable:
    """Add the next version of a table. Statements that were made keep the rows that they were made with.

    Args:
        rows: A payer without any uses the clinic's table.

    Raises:
        Refused: ``access.denied``, ``recipient.unknown``, ``version.other``.
        Invalid: As `check_table`.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    await _check_scope(unit, scope)
    kept = check_table(rows)
    if (await _newest(unit, scope)).number != version:
        raise Refused("version.other")
    made = CodeTable(scope, version + 1, kept)
    await unit.code_tables.add(made, unit.now)
    unit.note("codes.change", *([scope] if scope != CLINIC else []), number=made.number, rows=len(kept))
    return made


async def table_for(unit: ClinicUnit, payer: RecipientId | None) -> CodeTable:
    """Return the table that holds for a payer: its own, the clinic's, or the release's."""
    own = await unit.code_tables.newest(payer) if payer is not None else None
    return own if own is not None and own.rows else await _newest(unit, CLINIC)


async def _newest(unit: ClinicUnit, scope: str) -> CodeTable:
    found = await unit.code_tables.newest(scope)
    if found is not None:
        return found
    return DEFAULT_TABLE if scope == CLINIC else CodeTable(scope, 0, ())


async def _check_scope(unit: ClinicUnit, scope: str) -> None:
    if scope == CLINIC:
        return
    known = await unit.recipients.find(RecipientId(scope)) if is_organisation(scope) else None
    if known is None or known.kind is not RecipientKind.PAYER:
        raise Refused("recipient.unknown")
