"""Two records of one person: finding them, and planning field by field what the one that stays will say. Pure."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.people.contact import SafeChannel
from clinic.people.couples import CoupleUnit, Party
from clinic.people.fields.email import email_key, email_problem
from clinic.people.person import Address, EmergencyContact, PersonFields

__all__ = [
    "Duplicate",
    "FieldMerge",
    "Likeness",
    "MergePlan",
    "Pair",
    "Record",
    "Side",
    "likely_duplicates",
    "plan_merge",
]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of one person."""

    keep: PersonId
    drop: PersonId

    def one(self, person: PersonId) -> PersonId:
        """Return the record that stands for a person once the two are one."""
        return self.keep if person == self.drop else person

    def both(self, people: Collection[PersonId]) -> set[PersonId]:
        """Return these people, and the dropped record too where the kept one is among them."""
        return {*people, self.drop} if self.keep in people else set(people)


class Side(StrEnum):
    """One of the two records."""

    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Record:
    """One of two records that may be of one person."""

    party: Party
    fields: PersonFields
    has_account: bool = False


@dataclass(frozen=True, slots=True)
class FieldMerge:
    """Where one field of the merged person comes from."""

    field: str
    taken: Side
    differs: bool
    """Both records say something, and not the same: staff may choose the other side."""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging would do. Whatever refers to the dropped record will refer to the kept one."""

    keep: PersonId
    drop: PersonId
    merged: PersonFields
    fields: tuple[FieldMerge, ...]


class Likeness(StrEnum):
    """Why two records may be of one person."""

    EMAIL = "email"
    PHONE_AND_NAME = "phone_and_name"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A record that may be of the same person."""

    person: PersonId
    likeness: Likeness


_MERGED = tuple(field.name for field in fields(PersonFields) if field.name != "kind")
_SAYS_NOTHING = ("", Address(), EmergencyContact(), ())


def plan_merge(
    keep: Record,
    drop: Record,
    couples: Iterable[CoupleUnit] = (),
    choices: Mapping[str, Side] | None = None,
) -> MergePlan:
    """Return the merged person, and for each field which record it comes from.

    The kept record wins unless it says nothing. The stricter safe channel wins, so that a merge by itself never lets a
    mail out that was not allowed before.

    Args:
        couples: Every couple, past or present, that one of the two was in.
        choices: What staff have decided for single fields.

    Raises:
        Refused: ``people.merge_same``, ``people.other_clinic``, ``people.merge_kinds`` (client and staff),
            ``people.merge_accounts`` (both can sign in), ``people.merge_partners`` (they are or were a couple),
            ``people.merge_couples`` (each is in a couple that has not ended), or ``people.merge_field`` for a
            choice about a field that there is not.
    """
    _check(keep, drop, tuple(couples))
    chosen = dict(choices or {})
    if not chosen.keys() <= set(_MERGED):
        raise Refused("people.merge_field")
    merges = tuple(_merge_field(name, keep.fields, drop.fields, chosen.get(name)) for name in _MERGED)
    taken = {merge.field: getattr(drop.fields, merge.field) for merge in merges if merge.taken is Side.DROP}
    return MergePlan(keep.party.id, drop.party.id, replace(keep.fields, **taken), merges)


def likely_duplicates(
    person: PersonFields, others: Iterable[tuple[PersonId, PersonFields]]
) -> list[Duplicate]:
    """Return who may be the same person, the likeliest first.

    A telephone alone says nothing, since partners share one. Names are alike without regard to accents, case and the
    order of their parts.
    """
    found = [Duplicate(other, likeness) for other, known in others if (likeness := _likeness(person, known))]
    return sorted(found, key=lambda one: list(Likeness).index(one.likeness))


def _check(keep: Record, drop: Record, couples: tuple[CoupleUnit, ...]) -> None:
    one, other = keep.party, drop.party
    if one.id == other.id:
        raise Refused("people.merge_same")
    if one.clinic != other.clinic:
        raise Refused("people.other_clinic")
    if one.kind is not other.kind:
        raise Refused("people.merge_kinds")
    if keep.has_account and drop.has_account:
        raise Refused("people.merge_accounts")
    if any({one.id, other.id} == set(couple.partners) for couple in couples):
        raise Refused("people.merge_partners")
    lasting = {partner for couple in couples if couple.until is None for partner in couple.partners}
    if {one.id, other.id} <= lasting:
        raise Refused("people.merge_couples")


def _merge_field(name: str, keep: PersonFields, drop: PersonFields, choice: Side | None) -> FieldMerge:
    ours, theirs = getattr(keep, name), getattr(drop, name)
    differs = ours != theirs and ours not in _SAYS_NOTHING and theirs not in _SAYS_NOTHING
    if choice is not None:
        return FieldMerge(name, choice, differs)
    if name == "safe_channel":
        stricter = Side.DROP if theirs is SafeChannel.NONE and differs else Side.KEEP
        return FieldMerge(name, stricter, differs)
    taken = Side.DROP if ours in _SAYS_NOTHING and theirs not in _SAYS_NOTHING else Side.KEEP
    return FieldMerge(name, taken, differs)


def _likeness(person: PersonFields, known: PersonFields) -> Likeness | None:
    if _key(person.email) and _key(person.email) == _key(known.email):
        return Likeness.EMAIL
    if _names(person).isdisjoint(_names(known)):
        return None
    return Likeness.PHONE_AND_NAME if person.phone and person.phone == known.phone else Likeness.NAME


def _key(address: str) -> str | None:
    return email_key(address) if address and email_problem(address) is None else None


def _names(person: PersonFields) -> set[tuple[str, ...]]:
    """Return the parts of each name without accents and case, in the order of the alphabet."""
    plain = (
        "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
        for name in (person.display_name, person.legal_name)
    )
    return {tuple(sorted(name.casefold().split())) for name in plain} - {()}
