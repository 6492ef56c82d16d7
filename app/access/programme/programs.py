"""Programmes that clients enrol in."""

from dataclasses import replace

from app.access.callers import Caller
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.programme import StoredProgram
from app.runtime.ids import new_program_id
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import ProgramId
from clinic.identity.access import Action, Principal, check
from clinic.programme.programs import Program, check_program

__all__ = ["access_program", "access_programs", "add_program", "change_program"]


async def access_programs(caller: Caller, after: tuple[str, str] | None, limit: int) -> list[StoredProgram]:
    """Return programmes by name, those after this name and id. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.PROGRAMME_READ, caller.now)
    async with caller.read() as unit:
        return await unit.programme.programs(after, limit)


async def access_program(caller: Caller, program: ProgramId) -> StoredProgram:
    """Return a programme. Raises Refused: ``access.denied``, ``program.unknown``."""
    check(caller.principal, Action.PROGRAMME_READ, caller.now)
    async with caller.read() as unit:
        return await _find(unit, program)


async def add_program(unit: ClinicUnit, principal: Principal, program: Program) -> StoredProgram:
    """Add a programme; it gets an id.

    Raises:
        Refused: ``access.denied``.
        Invalid: As ``check_program``.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    if errors := check_program(program):
        raise Invalid(errors)
    new = replace(program, id=new_program_id())
    await unit.programme.add_program(new)
    unit.note("program.add", new.id)
    return StoredProgram(new)


async def change_program(caller: Caller, changed: Program, *, archived: bool, version: int) -> StoredProgram:
    """Change a programme, archive it or take it back.

    Raises:
        Refused: ``access.denied``, ``program.unknown``, ``version.other``.
        Invalid: As ``check_program``.
    """
    check(caller.principal, Action.PROGRAMME_WRITE, caller.now)
    async with caller.write() as unit:
        stored = await _find(unit, changed.id)
        if errors := check_program(changed):
            raise Invalid(errors)
        since = (stored.archived or unit.now) if archived else None
        if not await unit.programme.change_program(StoredProgram(changed, since, version)):
            raise Refused("version.other")
        unit.note("program.change", changed.id)
        return StoredProgram(changed, since, version + 1)


async def _find(unit: ClinicUnit, program: ProgramId) -> StoredProgram:
    found = await unit.programme.program(program)
    if found is None:
        raise Refused("program.unknown")
    return found
