"""What clients want corrected in what is kept of them, and what staff answer. Facts are changed by the usual means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.access.people.finding import find_client
from app.access.records.naming import Thing, name_things
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_correction_request_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.people.fields.text import text_problem, tidy
from clinic.records.correction_requests import (
    LONGEST_TEXT,
    CorrectionMove,
    CorrectionRequest,
    CorrectionState,
    FactAbout,
    move,
)

__all__ = ["CorrectionView", "answer", "ask_own", "list_corrections", "move_own", "read_own"]

_MOST_OPEN: Final = 20


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A request, whose it is, and who decided; None while nobody has."""

    correction: CorrectionRequest
    person: Thing
    decided_by: Thing | None = None


async def read_own(unit: ClinicUnit, principal: Principal) -> list[CorrectionRequest]:
    """Return one's own requests, the newest first. Raises Refused: ``access.denied``: of clients only."""
    _check_own(unit, principal, Action.OWN_READ)
    found = await unit.correction_requests.of(principal.person)
    unit.note("corrections.read", principal.person)
    return found


async def ask_own(
    unit: ClinicUnit, principal: Principal, about: FactAbout, wrong: str, right: str
) -> CorrectionRequest:
    """Ask for a correction.

    Raises:
        Refused: ``access.denied``; ``correction.too_many``: so many wait for an answer that more would not help.
        Invalid: What is wrong with the words.
    """
    _check_own(unit, principal, Action.OWN_WRITE)
    wrong, right = _line(wrong), _line(right)
    _check(wrong=wrong, right=right)
    await find_client(unit, principal.person, lock=True)
    earlier = await unit.correction_requests.of(principal.person)
    if sum(one.state is CorrectionState.ASKED for one in earlier) >= _MOST_OPEN:
        raise Refused("correction.too_many")
    made = CorrectionRequest(new_correction_request_id(), principal.person, about, wrong, right, unit.now)
    await unit.correction_requests.add(made)
    unit.note("correction.ask", principal.person, made.id, about=about.value)
    return made


async def move_own(
    unit: ClinicUnit, principal: Principal, correction: str, what: CorrectionMove, words: str, version: int
) -> CorrectionRequest:
    """Take back what one asked, or say something to its having been declined.

    Raises:
        Refused: ``access.denied``, ``correction.unknown``, ``correction.no_move``, ``version.other``.
        Invalid: What is wrong with the words.
    """
    _check_own(unit, principal, Action.OWN_WRITE)
    found = await unit.correction_requests.find(correction)
    if found is None or found.person != principal.person:
        raise Refused("correction.unknown")
    if what not in (CorrectionMove.WITHDRAW, CorrectionMove.DISAGREE):
        raise Refused("access.denied")
    return await _move(unit, principal, found, what, words, version)


async def list_corrections(
    unit: ClinicUnit,
    principal: Principal,
    state: CorrectionState,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[CorrectionView]:
    """Return requests in a state, those that have waited longest first. Raises Refused: ``access.denied``."""
    check(principal, Action.RECORDS_READ, unit.now)
    found = await unit.correction_requests.page(state, after, limit)
    unit.note("corrections.read", *sorted({one.person for one in found}))
    people: set[str] = {one.person for one in found}
    people |= {one.decided_by for one in found if one.decided_by}
    things = await name_things(unit, principal, people)
    return [
        CorrectionView(one, things[one.person], things.get(one.decided_by) if one.decided_by else None)
        for one in found
    ]


async def answer(
    unit: ClinicUnit, principal: Principal, correction: str, what: CorrectionMove, words: str, version: int
) -> CorrectionView:
    """Accept or decline what a client wants corrected.

    Raises:
        Refused: ``access.denied``, ``correction.unknown``, ``correction.no_move``, ``version.other``.
        Invalid: What is wrong with the words; declining needs a reason.
    """
    check(principal, Action.RECORDS_KEEP, unit.now)
    found = await unit.correction_requests.find(correction)
    if found is None:
        raise Refused("correction.unknown")
    if what not in (CorrectionMove.ACCEPT, CorrectionMove.DECLINE):
        raise Refused("access.denied")
    changed = await _move(unit, principal, found, what, words, version)
    things = await name_things(unit, principal, {changed.person, principal.person})
    return CorrectionView(changed, things[changed.person], things[principal.person])


async def _move(
    unit: ClinicUnit,
    principal: Principal,
    found: CorrectionRequest,
    what: CorrectionMove,
    words: str,
    version: int,
) -> CorrectionRequest:
    if found.version != version:
        raise Refused("version.other")
    words = _line(words)
    changed = move(found, what, words, principal.person, unit.now)
    if words:
        _check(words=words)
    if not await unit.correction_requests.put(changed):
        raise Refused("version.other")
    unit.note(f"correction.{what.value}", found.person, found.id)
    return changed


def _check_own(unit: ClinicUnit, principal: Principal, action: Action) -> None:
    check(principal, action, unit.now)
    if principal.kind is not PrincipalKind.CLIENT:
        raise Refused("access.denied", action)


def _check(**texts: str) -> None:
    problems = {name: text_problem(text, LONGEST_TEXT, required=True) for name, text in texts.items()}
    if errors := [FieldError(name, code) for name, code in problems.items() if code]:
        raise Invalid(errors)


def _line(text: str) -> str:
    """Return what somebody typed in several lines as one."""
    return tidy(" ".join(text.split()))
