"""Bringing in cohorts and memberships from CSV files. An import happens whole or not at all."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.access.callers import Caller
from app.access.programme.rosters import join_sessions
from app.access.schedule.notices import AppointmentNotices
from app.access.schedule.sessions.conflicts import Conflicted
from app.persistence.clinic_store import ClinicUnit
from app.persistence.encryption import ClinicKeys
from app.persistence.repositories.programme.programme import StoredCohort
from app.runtime.ids import new_cohort_id
from clinic.common.errors import Refused
from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.identity.access import Action, Principal, check
from clinic.people.csv_import import SHOWN_PROBLEMS, DryRun, Problem
from clinic.programme import csv_files
from clinic.programme.cohorts import Membership, join
from clinic.programme.csv_files import CohortToAdd, Roster, by_name, name_key

__all__ = [
    "KnownCohorts",
    "KnownRosters",
    "begin_cohorts",
    "begin_memberships",
    "import_cohorts",
    "import_memberships",
    "read_cohorts",
    "read_memberships",
    "try_memberships",
]


@dataclass(frozen=True, slots=True)
class KnownCohorts:
    """What a file of cohorts is read beside: programmes by name, and the names that are taken."""

    programs: Mapping[str, ProgramId | None]
    taken: frozenset[str]


class _Clients:
    """The clinic's clients by address, of which only hashes are known."""

    def __init__(self, keys: ClinicKeys, clients: Mapping[bytes, PersonId]) -> None:
        self._keys = keys
        self._clients = clients

    def get(self, key: str, /) -> PersonId | None:
        return self._clients.get(self._keys.email_hash(key))


@dataclass(frozen=True, slots=True)
class KnownRosters:
    """What a file of memberships is read beside."""

    clients: csv_files.Clients
    rosters: Mapping[str, Roster | None]


class _TriedOnly(Exception):
    """Ends a transaction that only tried, so that nothing of it stays."""


async def begin_cohorts(unit: ClinicUnit, principal: Principal) -> KnownCohorts:
    """Return what a file of cohorts is read beside. Raises Refused: ``access.denied``."""
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    programs = by_name((one.name, one.id) for one in await unit.programme.open_programs())
    return KnownCohorts(programs, frozenset(map(name_key, await unit.programme.cohort_names())))


async def read_cohorts(data: bytes, known: KnownCohorts) -> DryRun[CohortToAdd]:
    """Read a file, in a thread. Nothing is stored.

    Raises:
        Refused: The file as a whole cannot be read; see `clinic.people.csv_table.read_table`.
    """
    return await asyncio.to_thread(csv_files.import_cohorts, data, known.programs, known.taken)


async def import_cohorts(unit: ClinicUnit, principal: Principal, file: DryRun[CohortToAdd]) -> int:
    """Add every cohort of a file; return how many there are.

    Raises:
        Refused: ``access.denied``; ``import.problems``: something is wrong with the file, which its dry run lists.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    # Between the reading and now somebody may have added one of them.
    taken = set(map(name_key, await unit.programme.cohort_names()))
    if file.problems or any(name_key(one.cohort.name) in taken for one in file.changes):
        raise Refused("import.problems")
    for one in file.changes:
        await unit.programme.add_cohort(StoredCohort(replace(one.cohort, id=new_cohort_id()), one.ends))
    unit.note("cohorts.import", added=len(file.changes))
    return len(file.changes)


async def begin_memberships(unit: ClinicUnit, principal: Principal) -> KnownRosters:
    """Return what a file of memberships is read beside. Raises Refused: ``access.denied``."""
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    clients = _Clients(unit.keys, await unit.people.clients_by_address())
    return KnownRosters(clients, by_name((one.cohort.name, one) for one in await unit.programme.rosters()))


async def read_memberships(data: bytes, known: KnownRosters) -> DryRun[Membership]:
    """Read a file, in a thread. Nothing is stored. Raises Refused as ``read_cohorts``."""
    return await asyncio.to_thread(csv_files.import_memberships, data, known.clients, known.rosters)


async def import_memberships(
    unit: ClinicUnit, principal: Principal, file: DryRun[Membership], notices: AppointmentNotices
) -> int:
    """Let everybody of a file join their cohorts, and the sessions to come; return how many memberships there are.

    Raises:
        Refused: As ``import_cohorts``; what ``join`` raises, if somebody else has let people join meanwhile.
        Conflicted: A client, or the number of people, refuses a session.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    if file.problems:
        raise Refused("import.problems")
    await unit.appointments.lock()
    for cohort, joining in _by_cohort(file.changes):
        await _join(unit, cohort, joining, notices)
    unit.note("memberships.import", added=len(file.changes))
    return len(file.changes)


async def try_memberships(
    caller: Caller, file: DryRun[Membership], notices: AppointmentNotices
) -> DryRun[Membership]:
    """Return the dry run of a file with what speaks against sessions that its people would come to.

    Everything is done as an import does it, and taken back.
    """
    rows = {(one.cohort, one.person): row for one, row in zip(file.changes, file.numbers, strict=True)}
    problems: list[Problem] = []
    try:
        async with caller.write() as unit:
            await unit.appointments.lock()
            for cohort, joining in _by_cohort(file.changes):
                try:
                    await _join(unit, cohort, joining, notices)
                except Conflicted as conflicted:
                    problems += _problems(conflicted, cohort, joining, rows)
            raise _TriedOnly
    except _TriedOnly:
        pass
    if not problems:
        return file
    problems.sort(key=lambda one: (one.row, one.code))
    shown, left_out = tuple(problems[:SHOWN_PROBLEMS]), max(0, len(problems) - SHOWN_PROBLEMS)
    return replace(file, changes=(), numbers=(), problems=shown, left_out=left_out)


async def _join(
    unit: ClinicUnit, cohort: CohortId, joining: list[Membership], notices: AppointmentNotices
) -> None:
    stored = await unit.programme.cohort(cohort, joining[0].since)
    if stored is None:
        raise Refused("cohort.unknown")
    held = await unit.programme.memberships(cohort)
    for membership in joining:
        held.append(join(stored.cohort, held, membership))
        await unit.programme.add_membership(membership)
    await join_sessions(unit, cohort, joining, notices)


def _problems(
    conflicted: Conflicted,
    cohort: CohortId,
    joining: list[Membership],
    rows: Mapping[tuple[CohortId, PersonId], int],
) -> list[Problem]:
    """Return a problem for each row that is concerned: that of the person, or the last one where there are too many."""
    found = set[Problem]()
    for each in conflicted.found:
        named = [one.person for one in joining if one.person in each.names] or [joining[-1].person]
        found |= {Problem(rows[cohort, person], None, each.conflict.code) for person in named}
    return list(found)


def _by_cohort(memberships: Iterable[Membership]) -> list[tuple[CohortId, list[Membership]]]:
    found: dict[CohortId, list[Membership]] = {}
    for one in memberships:
        found.setdefault(one.cohort, []).append(one)
    return list(found.items())
