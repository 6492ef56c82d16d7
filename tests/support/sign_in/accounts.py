"""Clinics for tests: a therapist who owns it, an administrator, a client; and anybody signed in."""

from datetime import datetime

from app.auth.one_time import make_secret
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.models.people import PersonRow
from app.persistence.repositories.clinics import ClinicRepository
from app.runtime.ids import new_sign_in_id
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.access import PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.identity.sign_ins import SignIn, start

__all__ = ["ADMIN", "CLIENT", "HERE", "OWNER", "THERE", "add_clinic", "add_person", "address", "sign_in"]

HERE, THERE = ClinicId("cl_here"), ClinicId("cl_there")
OWNER, ADMIN, CLIENT = PersonId("pt_owner"), PersonId("pt_admin"), PersonId("pt_client")
_OWNERS_ROLES = (StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR, StaffRole.CLINICIAN)


async def add_clinic(store: ClinicStore, now: datetime, clinic: ClinicId = HERE) -> None:
    """Add a clinic with an owner, an administrator and a client; elsewhere than here their ids end in the clinic's."""
    _, wrapped = store.key.new_clinic_keys()
    async with store.database.transaction(writes=True) as session:
        await ClinicRepository(session).add(clinic, "Riverside", "America/New_York", wrapped, now)
    suffix = "" if clinic == HERE else f"_{clinic}"
    await add_person(store, now, PersonId(OWNER + suffix), *_OWNERS_ROLES, clinic=clinic)
    await add_person(store, now, PersonId(ADMIN + suffix), StaffRole.ADMIN, clinic=clinic)
    await add_person(store, now, PersonId(CLIENT + suffix), clinic=clinic)


async def add_person(
    store: ClinicStore, now: datetime, person: PersonId, *roles: StaffRole, clinic: ClinicId = HERE
) -> None:
    """Add a member of staff with these roles, or without any a client, and an account at their ``address``."""
    kind = PrincipalKind.STAFF if roles else PrincipalKind.CLIENT
    async with store.write(clinic, Actor("system"), now) as unit:
        email = address(person)
        unit.session.add(
            PersonRow(
                id=person,
                clinic_id=clinic,
                name=person.removeprefix("pt_").capitalize(),
                kind=kind.value,
                email=unit.keys.seal("people.email", person, email),
                email_hash=unit.keys.email_hash(email),
                created_at=now,
            )
        )
        await unit.session.flush()
        await unit.accounts.ensure(person, store.key.login_hash(email), now)
        await unit.roles.put(person, roles)


def address(person: PersonId) -> str:
    """Return the person's e-mail address."""
    return f"{person.removeprefix('pt_')}@riverside.example"


async def sign_in(
    store: ClinicStore,
    now: datetime,
    person: PersonId,
    *,
    clinic: ClinicId = HERE,
    second_factor: bool = False,
) -> tuple[SignIn, str]:
    """Sign somebody in; returns their sign-in and the secret for the cookie."""
    secret = make_secret()
    async with store.write(clinic, Actor(person), now) as unit:
        account = await unit.accounts.find(person)
        assert account is not None, "the person was added"
        found = start(new_sign_in_id(), clinic, person, account.kind, now, second_factor=second_factor)
        await unit.sign_ins.add(found, secret.hashed, "passkey", "Firefox, Linux")
    return found, secret.text
