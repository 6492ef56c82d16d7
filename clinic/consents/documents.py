"""The documents that clients sign: their kinds, and what each kind asks of a signature. Pure data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import Refused
from clinic.people.fields.states import STATES

__all__ = ["LANGUAGES", "RULES", "DocumentKey", "DocumentKind", "KindRules", "key_from"]

LANGUAGES: Final = ("en", "es")
"""Every version has a text in each of them."""


class DocumentKind(StrEnum):
    """What a document is about, in the order in which people are asked to sign."""

    AGREEMENT = "agreement"
    """The confidentiality agreement: signed once in an episode of care, acknowledged in one tap at each session."""
    TELEHEALTH = "telehealth"
    """Treatment by video, under the law of the state where the client is."""
    PART2 = "part2"
    """Disclosure of records that 42 CFR Part 2 protects."""
    GROUP = "group"
    COUPLES = "couples"
    """R4: the couple is the client, and there are no secrets between therapist and couple. Each partner signs alone."""
    OBSERVERS = "observers"
    RELEASE = "release"
    """Lets one named person of the staff read other records, such as measures (R3, R5)."""


@dataclass(frozen=True, slots=True)
class KindRules:
    """What a kind asks of a signature.

    Attributes:
        in_episode: A signature counts for the episode of care in which it was given.
        by_state: It counts for the state it was given for, and a state may have a text of its own.
        each_session: It is acknowledged at every session.
        has_terms: It names recipient, purpose, categories and an end.
        is_required: A session cannot be entered without it. Who does not want an observer comes in all the same.
        is_private: Title and text tell something that nobody else who looks at the screen may know.
    """

    in_episode: bool = True
    by_state: bool = False
    each_session: bool = False
    has_terms: bool = False
    is_required: bool = True
    is_private: bool = False


RULES: Final[Mapping[DocumentKind, KindRules]] = MappingProxyType(
    {
        DocumentKind.AGREEMENT: KindRules(each_session=True),
        DocumentKind.TELEHEALTH: KindRules(by_state=True),
        DocumentKind.PART2: KindRules(in_episode=False, has_terms=True, is_private=True),
        DocumentKind.GROUP: KindRules(),
        DocumentKind.COUPLES: KindRules(),
        DocumentKind.OBSERVERS: KindRules(is_required=False),
        DocumentKind.RELEASE: KindRules(in_episode=False, has_terms=True, is_required=False, is_private=True),
    }
)

_KEY: Final = re.compile(r"([a-z0-9]+)(?:-([A-Z]{2}))?")


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """One document of a clinic.

    Attributes:
        state: The state whose law asks for a text of its own; empty for the text of all others.
    """

    kind: DocumentKind
    state: str = ""

    def __str__(self) -> str:
        return f"{self.kind}-{self.state}" if self.state else self.kind.value


def key_from(text: str) -> DocumentKey:
    """Return the document of a name such as ``agreement`` or ``telehealth-CA``. Raises Refused: ``document.unknown``."""
    found = _KEY.fullmatch(text)
    if found is None or found[1] not in set(DocumentKind):
        raise Refused("document.unknown")
    kind, state = DocumentKind(found[1]), found[2] or ""
    if state and (not RULES[kind].by_state or state not in STATES):
        raise Refused("document.unknown")
    return DocumentKey(kind, state)
