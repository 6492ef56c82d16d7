"""The audit trail: a chain of entries in which each seals the one before, so that no byte of it changes unseen. Pure.

An entry says who did what to whom, by ids. Names and texts never stand in it: an entry lives for years, and cannot be
corrected.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from clinic.common.ids import ClinicId, PersonId

__all__ = ["BEGINNING", "AuditEntry", "SealedEntry", "find_break", "seal_entry"]

BEGINNING: Final = bytes(32)
"""What the first entry of a clinic seals."""

Fact = str | int | bool | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that somebody did or read.

    Attributes:
        number: 1 for the clinic's first entry, then one more each time.
        actor: A person's id, ``system``, or ``operator`` for the command line.
        sign_in: The sign-in or token by which they did it; None for the system.
        action: Stable identifier such as ``person.read``.
        subjects: Ids of the people and things concerned.
        facts: What else matters, such as the fields changed; short and without personal data.
    """

    clinic: ClinicId
    number: int
    at: datetime
    actor: PersonId | str
    sign_in: str | None
    action: str
    subjects: tuple[str, ...]
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry with its seal, 32 bytes."""

    entry: AuditEntry
    seal: bytes


def seal_entry(before: bytes, entry: AuditEntry) -> bytes:
    """Return the entry's seal: SHA-256 over the seal before and the entry as canonical JSON.

    Times count in microseconds of UTC, whatever the database made of their zone.
    """
    content = json.dumps(
        [
            entry.clinic,
            entry.number,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.actor,
            entry.sign_in,
            entry.action,
            list(entry.subjects),
            dict(entry.facts),
        ],
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(before + content.encode()).digest()


def find_break(entries: Iterable[SealedEntry], before: bytes = BEGINNING, number: int = 0) -> int | None:
    """Return the number of the first entry that is not as it was sealed, or is missing; None if all are whole.

    Args:
        entries: In order of their numbers.
        before: The seal that the first of them follows.
        number: The number that the first of them follows.
    """
    for sealed in entries:
        number += 1
        if sealed.entry.number != number or seal_entry(before, sealed.entry) != sealed.seal:
            return number
        before = sealed.seal
    return None
