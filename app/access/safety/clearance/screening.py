"""A client's private screenings and what was decided after them, for the client's own individual therapist.

Nobody else reads them but by breaking the glass, which opens nothing to be changed. Of the couple the partner's side of
it stays unknown here, too: only whether both are cleared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.access.people.finding import find_client
from app.access.reading import relations
from app.access.safety.clearance.contacts import is_contact_partner
from app.live.planned.clearances import settings_of
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from app.runtime.ids import new_screening_id
from clinic.care_team.reading import Category
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.people.couples import CoupleUnit, couple_of
from clinic.safety.clearance import (
    CONJOINT,
    Decision,
    Move,
    Partner,
    Reason,
    Value,
    check_move,
    clearance_of,
    fold,
)
from clinic.safety.screening import Instrument, Screening, answer_problem
from rooms.model.ids import RoomId

__all__ = [
    "MOST_SHOWN",
    "ScreeningView",
    "decide",
    "read_screening",
    "record_screening",
]

MOST_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """What a client's own therapist sees.

    Attributes:
        instrument: What the clinic asks now.
        screenings: The newest first.
        partner: What is decided about the client; None if they are in no couple.
        both_cleared: Whether both partners are cleared; nothing more is said of the other.
        contact_is_partner: The contact for emergencies seems to be the partner, and the couple is not cleared.
        may_change: Whether the reader may record and decide: not by broken glass.
        version: Counts screenings and decisions of this client: what is sent twice is kept once. A key that makes a
            creation repeatable would keep the answers in clear text.
    """

    instrument: Instrument
    screenings: Sequence[Screening]
    partner: Partner | None
    both_cleared: bool
    contact_is_partner: bool
    may_change: bool
    version: int


async def read_screening(unit: ClinicUnit, principal: Principal, client: PersonId) -> ScreeningView:
    """Return a client's screenings.

    Raises:
        Refused: ``access.denied``: they are not this client's therapist, and have not broken the glass.
            ``person.unknown``.
    """
    check(principal, Action.PEOPLE_READ, unit.now)
    record = await find_client(unit, client)
    reader = await relations(unit, principal, client)
    by_glass = not reader.may(Category.SCREENING)
    if by_glass and (reader.glass is None or principal.scopes is not None):
        raise Refused("access.denied", Category.SCREENING)
    unit.note("screening.read", client, *([reader.glass] if by_glass and reader.glass else []))
    return await _view(unit, record, may_change=not by_glass)


async def record_screening(
    unit: ClinicUnit,
    principal: Principal,
    client: PersonId,
    version: int,
    answers: Sequence[int],
    *,
    in_private: bool,
) -> ScreeningView:
    """Keep the answers of a screening that the principal has asked in private, aloud.

    Args:
        in_private: The principal confirms that the client was alone, on a screen and in a place of their own.

    Raises:
        Refused: ``access.denied``, ``person.unknown``, ``version.other``; ``screening.shared_seat``: the client is
            expected beside their partner in a session that is open now.
        Invalid: ``screening.in_private`` where that is not confirmed; what `answer_problem` finds.
    """
    record = await _check_theirs(unit, principal, client)
    instrument = settings_of(unit.clinic).instrument
    problems = {
        "in_private": None if in_private else "screening.in_private",
        "answers": answer_problem(instrument, answers),
    }
    if errors := [FieldError(name, code) for name, code in problems.items() if code]:
        raise Invalid(errors)
    if await unit.safety.shares_seat(client, unit.now):
        raise Refused("screening.shared_seat")
    if (await _standing(unit, client)).version != version:
        raise Refused("version.other")
    made = Screening(new_screening_id(), client, principal.person, unit.now, instrument, tuple(answers))
    await unit.clearance.add_screening(made)
    unit.note("screening.record", client, made.id)
    return await _view(unit, record, may_change=True)


async def decide(
    unit: ClinicUnit, principal: Principal, client: PersonId, move: Move, reason: Reason, version: int
) -> tuple[ScreeningView, list[RoomId]]:
    """Keep what the principal decides about their own client. Whatever it is, it is noted in the same words.

    Returns:
        What they see now, and the open rooms in which the couple may no longer, or now has to, wait.

    Raises:
        Refused: ``access.denied``, ``person.unknown``, ``clearance.no_couple``, ``version.other``; as `check_move`.
        Invalid: As `check_move`.
    """
    record = await _check_theirs(unit, principal, client)
    standing = await _standing(unit, client)
    couple, now_is = standing.couple, standing.partner
    if couple is None or now_is is None:
        raise Refused("clearance.no_couple")
    if standing.version != version:
        raise Refused("version.other")
    rests_on = check_move(now_is, move, reason, standing.screened_at, settings_of(unit.clinic), unit.now)
    made = Decision(now_is.version + 1, client, principal.person, unit.now, move, reason, rests_on)
    await unit.clearance.decide(couple.id, made)
    unit.note("clearance.decide", client)
    rooms = await unit.safety.open_sessions(CONJOINT, unit.now, couple.partners)
    return await _view(unit, record, may_change=True), rooms


async def _check_theirs(unit: ClinicUnit, principal: Principal, client: PersonId) -> PersonRecord:
    check(principal, Action.PEOPLE_WRITE, unit.now)
    record = await find_client(unit, client)
    reader = await relations(unit, principal, client)
    if principal.kind is not PrincipalKind.STAFF or not reader.may_by_role(Category.SCREENING):
        raise Refused("access.denied", Category.SCREENING)
    return record


async def _view(unit: ClinicUnit, client: PersonRecord, *, may_change: bool) -> ScreeningView:
    standing = await _standing(unit, client.id)
    return ScreeningView(
        settings_of(unit.clinic).instrument,
        await unit.clearance.screenings(client.id, MOST_SHOWN),
        standing.partner,
        standing.both_cleared,
        not standing.both_cleared and await is_contact_partner(unit, client, standing.couple),
        may_change,
        standing.version,
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a client stands; ``couple`` and ``partner`` are None for who is in no couple."""

    couple: CoupleUnit | None
    partner: Partner | None
    both_cleared: bool
    screened_at: datetime | None
    version: int


async def _standing(unit: ClinicUnit, client: PersonId) -> _Standing:
    count, screened_at = await unit.clearance.screened(client)
    couple = couple_of(client, await unit.couples.of([client]), unit.now)
    if couple is None:
        return _Standing(None, None, False, screened_at, count)
    decided = (await unit.clearance.decisions([couple.id])).get(couple.id, [])
    chosen = settings_of(unit.clinic)
    partner = fold(client, decided, chosen, unit.now)
    cleared = clearance_of(couple, decided, chosen, unit.now).value is Value.CLEARED
    return _Standing(couple, partner, cleared, screened_at, count + partner.version)
