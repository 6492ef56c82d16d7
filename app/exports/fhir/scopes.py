"""What a system may read: scopes of SMART on FHIR for systems, versions 1 and 2 (``system/Encounter.read``, ``.rs``)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from app.exports.fhir.search import TYPES

__all__ = ["MOST_SCOPES", "Scope", "allows", "granted", "read_scopes", "write_scopes"]

MOST_SCOPES: Final = 60
"""In one request or registration."""
_SCOPE: Final = re.compile(r"system/(\*|[A-Za-z]{3,40})\.(read|rs|r|s)")
_MEANS: Final = {"read": "rs"}


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """Leave to read (``r``) or search (``s``) one type of resource, ``*`` for all."""

    type: str
    may: str

    def __str__(self) -> str:
        return f"system/{self.type}.{self.may}"


def read_scopes(text: str) -> frozenset[Scope] | None:
    """Return the scopes of such a text, those that there are not left out; None if it has too many."""
    words = text.split()
    if len(words) > MOST_SCOPES:
        return None
    found = (_SCOPE.fullmatch(word) for word in words)
    named = ((each[1], _MEANS.get(each[2], each[2])) for each in found if each)
    return frozenset(Scope(type_, may) for type_, may in named if type_ == "*" or type_ in TYPES)


def write_scopes(scopes: Iterable[Scope]) -> str:
    """Return scopes as a text."""
    return " ".join(str(each) for each in sorted(scopes))


def granted(asked: Iterable[Scope], registered: Collection[Scope]) -> frozenset[Scope]:
    """Return what of the scopes asked for is registered: of a wider one, the narrower ones that are."""
    found = set[Scope]()
    for one in asked:
        types = [one.type] if one.type != "*" else ["*", *TYPES]
        for type_ in types:
            may = "".join(right for right in one.may if allows(registered, type_, right))
            if may:
                found.add(Scope(type_, may))
    whole = {each.may for each in found if each.type == "*"}
    return frozenset(each for each in found if each.type == "*" or each.may not in whole)


def allows(scopes: Iterable[Scope], type_: str, right: str) -> bool:
    """Return whether scopes allow to read (``r``) or search (``s``) a type."""
    return any(each.type in ("*", type_) and right in each.may for each in scopes)
