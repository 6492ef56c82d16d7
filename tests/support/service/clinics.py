"""Clinics for tests: people in them who are signed in, and requests in their name."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import event

from app.auth.one_time import make_secret
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.repositories.people.people import NewPerson
from app.persistence.unit_of_work import Database
from app.runtime.ids import new_person_id
from clinic.common.ids import ClinicId, PersonId, SignInId
from clinic.identity.access import PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.identity.sign_ins import start
from clinic.people.person import PersonFields, PersonKind

__all__ = ["Answer", "Clinic", "CountedQueries", "Visitor", "open_clinic"]

Answer = httpx.Response
ZONE = "America/New_York"


@dataclass(frozen=True)
class Clinic:
    """A clinic in which tests put people."""

    id: ClinicId
    store: ClinicStore
    now: datetime

    @property
    def actor(self) -> Actor:
        return Actor("operator")

    async def client(self, name: str = "Ana Lopez", **fields: Any) -> PersonId:
        return await self._add(PersonFields(PersonKind.CLIENT, name, ZONE, **fields))

    async def staff(self, name: str, *roles: StaffRole, **fields: Any) -> PersonId:
        fields = {"email": f"{name.split()[-1].lower()}@{self.id[3:]}.example", **fields}
        person = await self._add(PersonFields(PersonKind.STAFF, name, ZONE, **fields))
        async with self.store.write(self.id, self.actor, self.now) as unit:
            await unit.roles.put(person, roles)
        return person

    async def _add(self, fields: PersonFields) -> PersonId:
        person = new_person_id()
        async with self.store.write(self.id, self.actor, self.now) as unit:
            await unit.people.add([NewPerson(person, fields)], self.now)
        return person

    async def sign_in(
        self,
        web: httpx.AsyncClient,
        person: PersonId,
        kind: PrincipalKind = PrincipalKind.STAFF,
        *,
        proved_before: timedelta = timedelta(),
    ) -> "Visitor":
        """Sign somebody in; their last proof is so old."""
        secret = make_secret()
        sign_in = start(
            SignInId(f"si_{secret.text[:12]}"), self.id, person, kind, self.now, second_factor=False
        )
        sign_in = replace(sign_in, proved_at=self.now - proved_before)
        async with self.store.write(self.id, self.actor, self.now) as unit:
            await unit.sign_ins.add(sign_in, secret.hashed, "password", "Firefox, Linux")
        return Visitor(web, person, secret.text)

    async def sign_in_client(self, web: httpx.AsyncClient, person: PersonId) -> "Visitor":
        return await self.sign_in(web, person, PrincipalKind.CLIENT)


@dataclass(frozen=True)
class Visitor:
    """Somebody's browser."""

    web: httpx.AsyncClient
    person: PersonId
    secret: str = field(repr=False)

    async def get(self, path: str, **query: Any) -> Answer:
        return await self.send("GET", path, params=query)

    async def post(self, path: str, body: object = None, **headers: str) -> Answer:
        return await self.send("POST", path, json=body, headers=headers)

    async def delete(self, path: str) -> Answer:
        return await self.send("DELETE", path)

    async def change(self, method: str, path: str, body: object, version: object) -> Answer:
        return await self.send(method, path, json=body, headers={"if-match": f'"{version}"'})

    async def send(
        self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any
    ) -> Answer:
        return await self.web.request(
            method,
            f"/api/v1{path}",
            headers={"cookie": f"attune={self.secret}", **(headers or {})},
            **more,
        )


async def open_clinic(store: ClinicStore, name: str, now: datetime) -> Clinic:
    """Make a clinic with keys of its own."""
    clinic = ClinicId(f"cl_{name}")
    _, wrapped = store.key.new_clinic_keys()
    async with store.database.transaction(writes=True) as session:
        await ClinicRepository(session).add(clinic, name, ZONE, wrapped, now)
    return Clinic(clinic, store, now)


class CountedQueries:
    """Counts the statements of a database while it is entered."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.sync_engine
        self.statements: list[str] = []

    def __enter__(self) -> "CountedQueries":
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self.statements.append(statement)

    @property
    def count(self) -> int:
        return len(self.statements)
