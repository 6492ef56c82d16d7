"""Bringing people in from a CSV file and out into one. An import happens whole or not at all."""

import asyncio
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from app.persistence.clinic_store import ClinicUnit
from app.persistence.encryption import ClinicKeys
from app.persistence.repositories.people.people import NewPerson
from app.runtime.ids import new_person_id
from clinic.common.errors import Refused
from clinic.identity.access import Action, Principal, check
from clinic.people import csv_export, csv_import
from clinic.people.csv_import import DryRun
from clinic.people.person import PersonFields, PersonKind

__all__ = ["KnownEmails", "begin_import", "export_people", "import_people", "read_import"]

_AT_A_TIME = 25
"""People who are encrypted or decrypted between two turns of the event loop: about 10 ms of work."""


class KnownEmails(AbstractSet[str]):
    """The addresses of a clinic as `email_key` writes them. It can be asked for one, and has only hashes itself."""

    def __init__(self, keys: ClinicKeys, hashes: frozenset[bytes]) -> None:
        self._keys = keys
        self._hashes = hashes

    def __contains__(self, key: object) -> bool:
        """Return whether somebody has this address."""
        return isinstance(key, str) and self._keys.email_hash(key) in self._hashes

    def __iter__(self) -> Iterator[str]:
        """Addresses cannot be listed."""
        raise TypeError("only hashes are known")

    def __len__(self) -> int:
        """Return how many people have an address."""
        return len(self._hashes)


async def begin_import(unit: ClinicUnit, principal: Principal) -> KnownEmails:
    """Return which addresses a file must not repeat.

    Raises:
        Refused: ``access.denied``.
    """
    check(principal, Action.PEOPLE_IMPORT, unit.now)
    return KnownEmails(unit.keys, await unit.people.email_hashes())


async def read_import(data: bytes, known: KnownEmails) -> DryRun[PersonFields]:
    """Read a file, in a thread: a long one takes seconds. Nothing is stored.

    Raises:
        Refused: The file as a whole cannot be read; see `clinic.people.csv_table.read_table`.
    """
    return await asyncio.to_thread(csv_import.import_people, data, known)


async def import_people(unit: ClinicUnit, principal: Principal, file: DryRun[PersonFields]) -> int:
    """Add everybody in a file; return how many there are.

    Raises:
        Refused: ``access.denied``; ``access.proof_needed`` for files with staff; ``import.problems``: something is
            wrong with the file, which its dry run lists.
    """
    check(principal, Action.PEOPLE_IMPORT, unit.now)
    if any(fields.kind is PersonKind.STAFF for fields in file.changes):
        check(principal, Action.STAFF_MANAGE, unit.now)
    if file.problems:
        raise Refused("import.problems")
    people = [NewPerson(new_person_id(), fields) for fields in file.changes]
    for first in range(0, len(people), _AT_A_TIME):
        await unit.people.add(people[first : first + _AT_A_TIME], unit.now)
    unit.note("people.import", added=len(people))
    return len(people)


async def export_people(unit: ClinicUnit, principal: Principal, kind: PersonKind) -> bytes:
    """Return the file of everybody of this kind who is not archived, by name.

    Raises:
        Refused: ``access.denied`` or ``access.proof_needed``.
    """
    check(principal, Action.PEOPLE_EXPORT, unit.now)
    if kind is PersonKind.STAFF:
        check(principal, Action.STAFF_MANAGE, unit.now)
    people: list[PersonFields] = []
    page = await unit.people.page(kind, None, _AT_A_TIME)
    while page:
        people += [record.fields for record in page]
        page = await unit.people.page(kind, page[-1].id, _AT_A_TIME)
    people.sort(key=lambda fields: fields.display_name.casefold())
    unit.note("people.export", kind=kind.value, shown=len(people))
    return await asyncio.to_thread(csv_export.export_people, people)
