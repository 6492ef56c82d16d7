"""What somebody, and staff about them, have said before the room opens for them, entry by entry. Pure.

Entries are only added, so it stays known who said what and when. What counts now is folded from them: a confirmation
belongs to the address it was given for, and is gone when the address changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clinic.common.ids import PersonId
from clinic.consents.versions import VersionId
from clinic.safety.places import Place
from clinic.safety.surroundings import Surroundings

__all__ = [
    "NOTHING_SAID",
    "Confirmed",
    "Declined",
    "Entry",
    "Hold",
    "Known",
    "PlaceSaid",
    "Said",
    "SurroundingsSaid",
    "WaiveReason",
    "Waived",
    "fold",
]


class Hold(StrEnum):
    """Why staff keep somebody waiting."""

    LOCATION_UNKNOWN = "location.unknown"
    """They cannot say where they are."""
    LOCATION_VERBAL = "location.verbal"
    """Their state asks that they say their name and address aloud."""
    LICENCE = "licence"
    """Nobody who leads may treat where they are."""
    DRIVING = "driving"
    SURROUNDINGS_UNKNOWN = "surroundings.unknown"
    """They cannot say who may overhear them."""
    NOT_PRIVATE = "not_private"
    AGREEMENTS_UNKNOWN = "agreements.unknown"
    """What they have to sign before this session could not be found out."""
    AGREEMENTS_PRIVATE = "agreements.private"
    """Something is to be signed where nobody else looks at the screen."""
    ARRANGING = "arranging"
    """Their couple is not cleared for sessions together. The word says little: rooms keep it in their logs."""


class WaiveReason(StrEnum):
    """Why somebody is admitted although something holds them."""

    ASKED = "asked"
    """Staff have spoken with them, and it is all right."""
    SAFETY = "safety"
    """Being left alone now would be worse."""
    TEMPORARY_PRACTICE = "temporary_practice"
    """The state lets clinicians from elsewhere treat for a short time."""
    SUPERVISOR = "supervisor"
    """A supervisor has agreed."""


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """Where somebody is; None: they cannot say it now."""

    place: Place | None


@dataclass(frozen=True, slots=True)
class SurroundingsSaid:
    """What is around somebody."""

    surroundings: Surroundings


@dataclass(frozen=True, slots=True)
class Declined:
    """They do not agree to a document without which they come in all the same."""

    version: VersionId


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Staff have heard their full name and the address where they are."""


@dataclass(frozen=True, slots=True)
class Waived:
    """Staff admit them although this holds them."""

    hold: Hold
    reason: WaiveReason


Said = PlaceSaid | SurroundingsSaid | Declined | Confirmed | Waived


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was said about one person.

    Attributes:
        position: Counts the entries about this person in this session, from 1.
        by: Who said it: the person themselves, or one of the staff.
        seat: The seat at whose page it was said; None if staff said it.
    """

    position: int
    person: PersonId
    at: datetime
    by: PersonId
    seat: str | None
    said: Said


@dataclass(frozen=True, slots=True)
class Known:
    """What counts now about one person.

    Attributes:
        cannot_say: They were asked where they are and could not say it.
        place_by: Who said where they are.
        place_seat: The seat at whose page it was said.
        confirmed: Who heard it aloud, and when.
        declined: What they do not agree to, of what they may refuse.
        version: The position of the newest entry about them.
    """

    place: Place | None = None
    cannot_say: bool = False
    place_by: PersonId | None = None
    place_seat: str | None = None
    surroundings: Surroundings | None = None
    confirmed: tuple[PersonId, datetime] | None = None
    waived: frozenset[Waived] = frozenset()
    declined: frozenset[VersionId] = frozenset()
    version: int = 0


NOTHING_SAID = Known()
_OF_PLACE = frozenset({Hold.LICENCE})


def fold(person: PersonId, entries: Iterable[Entry]) -> Known:
    """Return what counts now.

    Args:
        entries: Those about the person, and what others on the same camera said of the room around it; oldest first.
    """
    known = NOTHING_SAID
    for entry in entries:
        if entry.person == person:
            known = replace(known, version=entry.position)
        known = _next(known, entry)
    return known


def _next(known: Known, entry: Entry) -> Known:
    match entry.said:
        case PlaceSaid(None):
            return known if known.place else replace(known, cannot_say=True)
        case PlaceSaid(place):
            assert place is not None
            return _at(known, place, entry)
        case SurroundingsSaid(said):
            kept = known.waived if said == known.surroundings else _only(known.waived, of_place=True)
            return replace(known, surroundings=said, waived=kept)
        case Declined(version):
            return replace(known, declined=known.declined | {version})
        case Confirmed():
            return replace(known, confirmed=(entry.by, entry.at)) if known.place else known
        case Waived():
            return replace(known, waived=known.waived | {entry.said})


def _at(known: Known, place: Place, entry: Entry) -> Known:
    cannot_say = known.cannot_say and entry.by != entry.person
    moved = replace(known, place=place, place_by=entry.by, place_seat=entry.seat, cannot_say=cannot_say)
    if known.place is not None and known.place.is_at(place):
        return moved
    return replace(moved, confirmed=None, waived=_only(known.waived, of_place=False))


def _only(waived: frozenset[Waived], *, of_place: bool) -> frozenset[Waived]:
    return frozenset(each for each in waived if (each.hold in _OF_PLACE) is of_place)
