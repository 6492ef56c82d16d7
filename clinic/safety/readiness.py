"""How ready somebody is for one session: what they have still to do, why staff hold them, what staff should know. Pure.

It fails closed: what is not known has still to be done, or holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from clinic.consents.documents import RULES, DocumentKind
from clinic.consents.due import DueItem
from clinic.safety.licence_match import LicenceMatch
from clinic.safety.places import Place, PlaceKind
from clinic.safety.preparation import Hold, Known, WaiveReason
from clinic.safety.surroundings import Company, Surroundings

__all__ = ["PRIVATE", "REASONS", "VERBAL_STATES", "Facts", "Standing", "is_apart", "judge", "step_of"]

VERBAL_STATES: Final[Mapping[str, str]] = MappingProxyType({"CA": "16 CCR 1815.5"})
"""States in which a client says full name and address aloud at the beginning of every session, with the rule."""

REASONS: Final[Mapping[Hold, frozenset[WaiveReason]]] = MappingProxyType(
    {
        Hold.LICENCE: frozenset({WaiveReason.SAFETY, WaiveReason.TEMPORARY_PRACTICE, WaiveReason.SUPERVISOR}),
        Hold.NOT_PRIVATE: frozenset({WaiveReason.ASKED, WaiveReason.SAFETY}),
        Hold.SURROUNDINGS_UNKNOWN: frozenset({WaiveReason.ASKED, WaiveReason.SAFETY}),
    }
)
"""For which reasons staff may admit somebody although this holds them. The other holds end only with what is missing."""

PRIVATE: Final = "private"
"""Stands for the kind of a document of which nobody else may know: rooms and their logs are told no more."""

_COMPANY_NOTES: Final = (
    (Company.PARTNER, "partner_present"),
    (Company.CHILD, "child_present"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that decides.

    Attributes:
        asks: Whether this room asks where people are.
        match: How the licences of those who lead fit the place; None where the room needs no licence.
        last: Where the person was in the session before this one.
        documents: What they have still to sign or confirm, in order; None if it is not known.
        shared: Whether two people look at the screen at which they answer.
        cleared: Whether the person's couple is cleared, where the session waits for that.
    """

    asks: bool
    known: Known
    match: LicenceMatch | None = LicenceMatch.NONE
    last: Place | None = None
    documents: tuple[DueItem, ...] | None = None
    shared: bool = False
    cleared: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """How ready somebody is, as codes.

    Attributes:
        todo: What they have still to do, in the order in which they are asked.
        holds: Why staff hold them.
        notes: What staff should know.
        choices: What they are asked besides, and may leave open or refuse.
        must_leave: They took back what the session cannot go on without for them.
        no_observers: They do not want to be observed.
        talk: Somebody has to talk with them today: ``due``, or ``seen`` once somebody has it.
    """

    todo: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    must_leave: bool = False
    no_observers: bool = False
    talk: str | None = None


def step_of(item: DueItem) -> str:
    """Return the code of the step that a document is: what to do with it, and its kind unless that is private."""
    return f"{item.needs}.{_shown(item.version.key.kind)}"


def is_apart(item: DueItem) -> bool:
    """Return whether a document is asked for only where nobody else looks at the screen (F9).

    That somebody took a consent back is theirs alone, too: a partner must not learn it by being asked beside them.
    """
    return RULES[item.version.key.kind].is_private or item.withdrawn


def judge(facts: Facts) -> Standing:
    """Return how ready somebody is."""
    known = facts.known
    waived = {each.hold for each in known.waived if each.reason in REASONS.get(each.hold, ())}
    together = () if facts.cleared else (Hold.ARRANGING.value,)
    holds = tuple(hold.value for hold in _holds(facts) if hold not in waived)
    due = facts.documents or ()
    required = [item for item in due if item.is_required]
    return Standing(
        tuple(_todo(facts, required)),
        (*holds, *together),
        (*_agreement_notes(facts), *_notes(facts, waived)),
        tuple(step_of(item) for item in _choices(facts)),
        any(item.withdrawn for item in required),
        _refuses_observers(facts),
    )


def _todo(facts: Facts, required: list[DueItem]) -> list[str]:
    """Documents come first; those of a state once it is known where they are, right after they have said so."""
    known = facts.known
    here = [item for item in required if not (facts.shared and is_apart(item))]
    first = [step_of(item) for item in here if not RULES[item.version.key.kind].by_state]
    by_state = [step_of(item) for item in here if RULES[item.version.key.kind].by_state]
    if not facts.asks:
        return [*first, *by_state]
    where = [] if known.place is not None or known.cannot_say else ["location"]
    around = [] if known.surroundings is not None or known.cannot_say else ["surroundings"]
    return [*first, *where, *(by_state if known.place is not None else []), *around]


def _choices(facts: Facts) -> list[DueItem]:
    return [
        item
        for item in facts.documents or ()
        if not item.is_required
        and not item.withdrawn
        and item.version.id not in facts.known.declined
        and not (facts.shared and is_apart(item))
    ]


def _refuses_observers(facts: Facts) -> bool:
    return any(
        item.version.key.kind is DocumentKind.OBSERVERS
        and (item.withdrawn or item.version.id in facts.known.declined)
        for item in facts.documents or ()
    )


def _holds(facts: Facts) -> list[Hold]:
    holds = []
    if facts.documents is None:
        holds.append(Hold.AGREEMENTS_UNKNOWN)
    elif facts.shared and any(item.is_required and is_apart(item) for item in facts.documents):
        holds.append(Hold.AGREEMENTS_PRIVATE)
    return [*holds, *_holds_around(facts)] if facts.asks else holds


def _holds_around(facts: Facts) -> list[Hold]:
    known = facts.known
    place = known.place
    holds = []
    if place is None:
        if known.cannot_say:
            holds.append(Hold.LOCATION_UNKNOWN)
    else:
        holds += _place_holds(place, facts)
    if known.surroundings is None:
        if known.cannot_say:
            holds.append(Hold.SURROUNDINGS_UNKNOWN)
    elif not known.surroundings.private:
        holds.append(Hold.NOT_PRIVATE)
    return holds


def _agreement_notes(facts: Facts) -> list[str]:
    due = facts.documents or ()
    kinds = [_shown(item.version.key.kind) for item in due if item.withdrawn and item.is_required]
    notes = [f"withdrawn.{kind}" for kind in dict.fromkeys(kinds)]
    return [*notes, "no_observers"] if _refuses_observers(facts) else notes


def _shown(kind: DocumentKind) -> str:
    return PRIVATE if RULES[kind].is_private else kind.value


def _place_holds(place: Place, facts: Facts) -> list[Hold]:
    holds = []
    if facts.match is LicenceMatch.NONE:
        holds.append(Hold.LICENCE)
    if place.state in VERBAL_STATES and facts.known.confirmed is None:
        holds.append(Hold.LOCATION_VERBAL)
    if place.kind is PlaceKind.CAR_MOVING:
        holds.append(Hold.DRIVING)
    return holds


def _notes(facts: Facts, waived: set[Hold]) -> list[str]:
    if not facts.asks:
        return []
    known = facts.known
    notes = []
    if known.place is not None:
        if facts.last is not None and not facts.last.is_at(known.place):
            notes.append("place.changed")
        if known.place.kind is PlaceKind.CAR_PARKED:
            notes.append("place.car")
        if facts.match is LicenceMatch.SOME:
            notes.append("licence.some")
    if known.surroundings is not None:
        notes += _around(known.surroundings)
    notes += [f"waived.{hold.value}" for hold in Hold if hold in waived]
    return notes


def _around(said: Surroundings) -> list[str]:
    notes = ["not_alone"] if said.company else []
    notes += [note for company, note in _COMPANY_NOTES if company in said.company]
    if not said.headphones:
        notes.append("no_headphones")
    return notes
