"""Two clients who are treated as a couple. A person is in one couple at a time; one that ended stays on record. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.people.person import PersonKind

__all__ = ["Cameras", "CoupleUnit", "Party", "couple_of", "end_couple", "form_couple"]


class Cameras(StrEnum):
    """How the two usually come to a session."""

    ONE = "one"
    TWO = "two"


@dataclass(frozen=True, slots=True)
class Party:
    """What has to be known of a person who is to be paired or merged."""

    id: PersonId
    clinic: ClinicId
    kind: PersonKind
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class CoupleUnit:
    """A couple, from one moment until another, exclusive, or for now."""

    id: CoupleId
    clinic: ClinicId
    partners: tuple[PersonId, PersonId]
    since: datetime
    until: datetime | None = None
    cameras: Cameras = Cameras.ONE

    def is_active(self, at: datetime) -> bool:
        """Return whether they are a couple at this moment."""
        return self.since <= at and (self.until is None or at < self.until)


def form_couple(
    couple_id: CoupleId,
    first: Party,
    second: Party,
    couples: Iterable[CoupleUnit],
    *,
    now: datetime,
    cameras: Cameras = Cameras.ONE,
) -> CoupleUnit:
    """Return the new couple of two clients, from now on.

    Args:
        couples: Every couple that one of them is or was in.

    Raises:
        Refused: ``people.same_person``, ``people.other_clinic``, ``people.not_a_client``, ``people.archived``, or
            ``people.in_couple``: one of them is in a couple that has not ended.
    """
    both = (first, second)
    if first.id == second.id:
        raise Refused("people.same_person")
    if first.clinic != second.clinic:
        raise Refused("people.other_clinic")
    if any(party.kind is not PersonKind.CLIENT for party in both):
        raise Refused("people.not_a_client")
    if any(party.is_archived for party in both):
        raise Refused("people.archived")
    taken = {partner for couple in couples if _goes_on(couple, now) for partner in couple.partners}
    if taken.intersection(party.id for party in both):
        raise Refused("people.in_couple")
    return CoupleUnit(couple_id, first.clinic, (first.id, second.id), now, None, cameras)


def end_couple(couple: CoupleUnit, now: datetime) -> CoupleUnit:
    """Return the couple, ended now.

    Raises:
        Refused: ``people.couple_ended``: it had ended before.
    """
    if not _goes_on(couple, now):
        raise Refused("people.couple_ended")
    return replace(couple, until=max(now, couple.since))


def couple_of(person: PersonId, couples: Iterable[CoupleUnit], at: datetime) -> CoupleUnit | None:
    """Return the couple that the person is in at this moment, or None."""
    return next((one for one in couples if person in one.partners and one.is_active(at)), None)


def _goes_on(couple: CoupleUnit, now: datetime) -> bool:
    return couple.until is None or now < couple.until
