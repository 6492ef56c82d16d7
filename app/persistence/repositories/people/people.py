"""People, with everything that the clinic knows of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys, words_of
from app.persistence.models.people import NameWordRow, PersonRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, PersonId
from clinic.people.contact import SafeChannel
from clinic.people.couples import Party
from clinic.people.fields.email import email_key
from clinic.people.person import Address, EmergencyContact, PersonFields, PersonKind
from clinic.people.safe_times import format_safe_times, parse_safe_times

__all__ = ["Named", "NewPerson", "PeopleRepository", "PersonRecord"]

_SORTED_BY_MAX = 60
"""Characters that order a list; the id decides between people who have the same."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody whom the clinic did not know before.

    Attributes:
        more_languages: Those they speak beside the one of their fields.
    """

    id: PersonId
    fields: PersonFields
    more_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody as stored.

    Attributes:
        more_languages: Those they speak beside the one of their fields.
        merged_into: The record that stands for them since they were merged.
    """

    id: PersonId
    clinic: ClinicId
    fields: PersonFields
    more_languages: tuple[str, ...]
    archived_at: datetime | None
    merged_into: PersonId | None
    version: int

    @property
    def party(self) -> Party:
        """What has to be known of somebody who is to be paired or merged."""
        return Party(self.id, self.clinic, self.fields.kind, self.archived_at is not None)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody with nothing but their display name."""

    id: PersonId
    name: str


class PeopleRepository:
    """The people of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def add(self, people: Sequence[NewPerson], now: datetime) -> None:
        """Add people, who are checked and tidied."""
        rows = [
            {"id": one.id, "clinic_id": self._clinic, "created_at": now, **self._columns(one)}
            for one in people
        ]
        await self._session.execute(insert(PersonRow), rows)
        words = [word for one in people for word in self._words(one.id, one.fields)]
        if words:
            await self._session.execute(insert(NameWordRow), words)

    async def find(self, person: PersonId, *, lock: bool = False) -> PersonRecord | None:
        """Return a person, or None.

        Args:
            lock: Keep others from changing what is checked about them until the transaction ends.
        """
        query = select(PersonRow).where(PersonRow.id == person, PersonRow.clinic_id == self._clinic)
        row = await self._session.scalar(_fresh(query, lock))
        return self._record(row) if row else None

    async def find_all(self, people: Iterable[PersonId], *, lock: bool = False) -> list[PersonRecord]:
        """Return those of these people whom the clinic has, in the order of their ids. ``lock`` as with ``find``."""
        query = (
            select(PersonRow)
            .where(checked(PersonRow.clinic_id) == self._clinic, PersonRow.id.in_(list(people)))
            .order_by(PersonRow.id)
        )
        return [self._record(row) for row in await self._session.scalars(_fresh(query, lock))]

    async def names(self, people: Iterable[PersonId]) -> dict[PersonId, Named]:
        """Return the display names of these people; nothing is decrypted."""
        query = select(PersonRow.id, PersonRow.name).where(
            checked(PersonRow.clinic_id) == self._clinic, PersonRow.id.in_(set(people))
        )
        return {
            PersonId(row.id): Named(PersonId(row.id), row.name) for row in await self._session.execute(query)
        }

    async def full_names(self, people: Iterable[PersonId]) -> dict[PersonId, tuple[str, str | None]]:
        """Return the display and legal names of these people, None where there is no legal one; no more is decrypted."""
        query = select(PersonRow.id, PersonRow.name, PersonRow.legal_name).where(
            PersonRow.clinic_id == self._clinic, PersonRow.id.in_(set(people))
        )
        return {
            PersonId(person): (
                name,
                self._keys.open("people.legal_name", person, sealed) if sealed else None,
            )
            for person, name, sealed in await self._session.execute(query)
        }

    async def with_email(self, address: str) -> PersonId | None:
        """Return whose e-mail address this is, however it is spelled."""
        query = select(PersonRow.id).where(
            PersonRow.clinic_id == self._clinic, PersonRow.email_hash == self._email_hash(address)
        )
        found = await self._session.scalar(query)
        return PersonId(found) if found else None

    async def page(self, kind: PersonKind, after: PersonId | None, limit: int) -> list[PersonRecord]:
        """Return people who are not archived, in the order of their ids, those who come after this one."""
        query = select(PersonRow).where(
            PersonRow.clinic_id == self._clinic,
            PersonRow.kind == kind.value,
            PersonRow.archived_at.is_(None),
        )
        if after is not None:
            query = query.where(PersonRow.id > after)
        rows = await self._session.scalars(query.order_by(PersonRow.id).limit(limit))
        return [self._record(row) for row in rows]

    async def email_hashes(self) -> frozenset[bytes]:
        """Return the hashes of all addresses in the clinic."""
        query = select(PersonRow.email_hash).where(
            PersonRow.clinic_id == self._clinic, PersonRow.email_hash.is_not(None)
        )
        return frozenset(one for one in await self._session.scalars(query) if one is not None)

    async def clients_by_address(self) -> dict[bytes, PersonId]:
        """Return who has each address, by its hash: clients who are not archived."""
        query = select(PersonRow.email_hash, PersonRow.id).where(
            PersonRow.clinic_id == self._clinic,
            PersonRow.kind == PersonKind.CLIENT.value,
            PersonRow.archived_at.is_(None),
            PersonRow.email_hash.is_not(None),
        )
        found = await self._session.execute(query)
        return {hashed: PersonId(person) for hashed, person in found if hashed is not None}

    async def change(self, before: PersonRecord, fields: PersonFields, more_languages: Sequence[str]) -> bool:
        """Change a person if they still have the version of ``before``; return whether they had."""
        after = NewPerson(before.id, fields, tuple(more_languages))
        changed = await self._session.execute(
            update(PersonRow)
            .where(
                PersonRow.id == before.id,
                PersonRow.clinic_id == self._clinic,
                PersonRow.version == before.version,
            )
            .values(**self._columns(after), version=before.version + 1)
            .returning(PersonRow.id)
        )
        if changed.first() is None:
            return False
        old = before.fields
        if (old.display_name, old.legal_name) != (fields.display_name, fields.legal_name):
            await self._session.execute(delete(NameWordRow).where(NameWordRow.person_id == before.id))
            if words := self._words(before.id, fields):
                await self._session.execute(insert(NameWordRow), words)
        return True

    async def archive(self, person: PersonId, at: datetime | None) -> None:
        """Archive a person, or take them back with None."""
        await self._put(person, archived_at=at)

    async def touch(self, person: PersonId) -> None:
        """Give a person a new version, since something about them changed that other tables hold."""
        await self._put(person)

    async def fold(self, person: PersonId, into: PersonId, at: datetime) -> None:
        """Archive a person who was merged into another record; of what was known, only the display name stays.

        Records that they stood for name the new one, too: it takes one look to find who somebody is today.
        """
        await self._session.execute(
            update(PersonRow)
            .where(PersonRow.merged_into == person, PersonRow.clinic_id == self._clinic)
            .values(merged_into=into)
        )
        await self._put(
            person,
            archived_at=at,
            merged_into=into,
            **dict.fromkeys(
                ("legal_name", "email", "email_hash", "phone", "address", "emergency_contact", "reach"), None
            ),
        )
        await self._session.execute(delete(NameWordRow).where(NameWordRow.person_id == person))

    async def _put(self, person: PersonId, **values: Any) -> None:
        await self._session.execute(
            update(PersonRow)
            .where(PersonRow.id == person, PersonRow.clinic_id == self._clinic)
            .values(version=PersonRow.version + 1, **values)
        )

    def _found_by(self, fields: PersonFields) -> bytes | None:
        """Return what an address is found by. One from outside is not looked for: it may come to many sessions."""
        outside = fields.kind is PersonKind.EXTERNAL
        return None if outside or not fields.email else self._email_hash(fields.email)

    def _columns(self, one: NewPerson) -> dict[str, Any]:
        fields = one.fields
        return {
            "name": fields.display_name,
            "kind": fields.kind.value,
            "sort_name": _sorted_by(fields.display_name),
            "legal_name": self._seal("legal_name", one.id, fields.legal_name),
            "email": self._seal("email", one.id, fields.email),
            "email_hash": self._found_by(fields),
            "phone": self._seal("phone", one.id, fields.phone),
            "address": self._seal_parts("address", one.id, fields.address, Address()),
            "emergency_contact": self._seal_parts(
                "emergency_contact", one.id, fields.emergency, EmergencyContact()
            ),
            "reach": self._seal(
                "reach",
                one.id,
                json.dumps(
                    {
                        "channel": fields.safe_channel.value,
                        "safe_times": format_safe_times(fields.safe_times),
                    }
                ),
            ),
            "pronouns": fields.pronouns or None,
            "languages": [fields.language, *one.more_languages],
            "time_zone": fields.time_zone,
        }

    def _words(self, person: PersonId, fields: PersonFields) -> list[dict[str, Any]]:
        shown = self._keys.beginnings(fields.display_name)
        legal = self._keys.beginnings(fields.legal_name) - shown
        return [
            {"clinic_id": self._clinic, "beginning": one, "person_id": person, "legal": one in legal}
            for one in sorted(shown | legal)
        ]

    def _record(self, row: PersonRow) -> PersonRecord:
        person = PersonId(row.id)
        reach = json.loads(self._open("reach", person, row.reach) or "{}")
        language, *more = row.languages or ["en"]
        fields = PersonFields(
            kind=PersonKind(row.kind),
            display_name=row.name,
            time_zone=row.time_zone or "UTC",
            language=language,
            legal_name=self._open("legal_name", person, row.legal_name),
            pronouns=row.pronouns or "",
            email=self._open("email", person, row.email),
            phone=self._open("phone", person, row.phone),
            address=Address(**json.loads(self._open("address", person, row.address) or "{}")),
            emergency=EmergencyContact(
                **json.loads(self._open("emergency_contact", person, row.emergency_contact) or "{}")
            ),
            safe_channel=SafeChannel(reach.get("channel", SafeChannel.NONE)),
            safe_times=parse_safe_times(reach.get("safe_times", "")),
        )
        merged_into = PersonId(row.merged_into) if row.merged_into else None
        return PersonRecord(
            person, self._clinic, fields, tuple(more), row.archived_at, merged_into, row.version
        )

    def _seal(self, column: str, person: PersonId, text: str) -> str | None:
        return self._keys.seal(f"people.{column}", person, text) if text else None

    def _seal_parts(
        self, column: str, person: PersonId, parts: Address | EmergencyContact, empty: object
    ) -> str | None:
        return None if parts == empty else self._seal(column, person, json.dumps(asdict(parts)))

    def _open(self, column: str, person: PersonId, sealed: str | None) -> str:
        return self._keys.open(f"people.{column}", person, sealed) if sealed else ""

    def _email_hash(self, address: str) -> bytes:
        return self._keys.email_hash(email_key(address))


def _fresh(query: Select[PersonRow], lock: bool) -> Select[PersonRow]:
    """Return the query so that rows seen before in this transaction are read anew."""
    query = query.execution_options(populate_existing=True)
    return query.with_for_update() if lock else query


def _sorted_by(name: str) -> str:
    return (" ".join(words_of(name)) or name.casefold())[:_SORTED_BY_MAX]
