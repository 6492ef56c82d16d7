from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.access.identity.founding import (
    OWNERS_ROLES,
    Founded,
    found_clinic,
    list_clinics,
    recover_clinic,
    rotate_key,
)
from app.auth.one_time import hash_secret
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import PersonRow
from app.persistence.repositories.identity.links import FoundLink, LinkLookup
from app.persistence.unit_of_work import Database
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import ClinicId
from clinic.identity.links import LinkPurpose
from clinic.identity.roles import StaffRole
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import ADMIN, CLIENT, HERE, OWNER, add_clinic, address, sign_in

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OPERATOR = Actor("operator")


@pytest.fixture
def store(sqlite: Database) -> ClinicStore:
    return ClinicStore(sqlite, InstallationKey(DATA_KEY))


async def link_of(store: ClinicStore, founded: Founded) -> FoundLink:
    hashed = hash_secret(founded.secret)
    assert hashed is not None
    async with store.database.transaction(writes=False) as session:
        found = await LinkLookup(session).find(hashed)
    assert found is not None
    return found


async def test_a_clinic_has_keys_an_owner_with_every_role_and_a_link_for_a_day(store: ClinicStore) -> None:
    founded = await found_clinic(store, " Riverside ", "Dana@riverside.example", "America/New_York", NOW)
    async with store.read(founded.clinic, OPERATOR, NOW) as unit:
        account = await unit.accounts.find(founded.owner)
        assert await unit.roles.of(founded.owner) == OWNERS_ROLES
        entries = [one.entry for one in await unit.audit.page()]
        assert (unit.clinic.name, unit.clinic.time_zone) == ("Riverside", "America/New_York")
    assert account is not None
    assert (account.name, account.email) == ("Dana", "Dana@riverside.example")
    assert [entry.action for entry in entries] == ["clinic.create", "link.make"]
    assert {entry.actor for entry in entries} == {"operator"}
    link = (await link_of(store, founded)).link
    assert (link.purpose, link.ends_at) == (LinkPurpose.OWNER, NOW + timedelta(hours=24))
    assert founded.secret not in repr(founded)


async def test_an_owner_is_called_as_the_operator_says(store: ClinicStore) -> None:
    founded = await found_clinic(
        store, "Riverside", "dana@riverside.example", "UTC", NOW, owner_name="  Dana   Reyes "
    )
    async with store.read(founded.clinic, OPERATOR, NOW) as unit:
        account = await unit.accounts.find(founded.owner)
    assert account is not None
    assert account.name == "Dana Reyes"


@pytest.mark.parametrize(
    ("owner_name", "code"),
    [("", "name.empty"), ("x" * 101, "name.too_long"), ("Da\x00na", "name.unprintable")],
)
async def test_an_owners_name_is_checked_as_a_name(store: ClinicStore, owner_name: str, code: str) -> None:
    with pytest.raises(Invalid) as invalid:
        await found_clinic(store, "Riverside", "dana@riverside.example", "UTC", NOW, owner_name=owner_name)
    assert [(error.field, error.code) for error in invalid.value.errors] == [("owner_name", code)]
    assert await list_clinics(store) == []


@pytest.mark.parametrize(
    ("name", "email", "zone", "codes"),
    [
        ("", "dana", "Mars/Olympus", ["name.empty", "email.malformed", "time_zone.unknown"]),
        ("x" * 201, "dana@riverside.example", "UTC", ["name.too_long"]),
        ("a\nb", "dana@riverside.example", "UTC", ["name.unprintable"]),
        ("Riverside", "dana@riverside", "UTC", ["email.malformed"]),
        ("Riverside", "a@b.example, c@d.example", "UTC", ["email.malformed"]),
        ("Riverside", "dana@" + "x" * 250 + ".example", "UTC", ["email.malformed"]),
        ("Riverside", "dana@riverside.example", "../../etc/passwd", ["time_zone.unknown"]),
    ],
)
async def test_everything_wrong_is_listed_and_nothing_is_founded(
    store: ClinicStore, name: str, email: str, zone: str, codes: list[str]
) -> None:
    with pytest.raises(Invalid) as invalid:
        await found_clinic(store, name, email, zone, NOW)
    assert [error.code for error in invalid.value.errors] == codes
    assert await list_clinics(store) == []


async def test_an_owner_who_lost_everything_starts_over(store: ClinicStore) -> None:
    await add_clinic(store, NOW)
    await sign_in(store, NOW, OWNER)
    async with store.write(HERE, OPERATOR, NOW) as unit:
        await unit.accounts.set_password(OWNER, "hash")
    founded = await recover_clinic(store, HERE, address(OWNER), NOW)
    async with store.read(HERE, OPERATOR, NOW) as unit:
        account = await unit.accounts.find(OWNER)
        assert await unit.sign_ins.of_person(OWNER) == []
        entries = [one.entry for one in await unit.audit.page()]
    assert founded.owner == OWNER
    assert account is not None
    assert account.password_hash is None
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("operator", "clinic.recover"),
        ("operator", "link.make"),
    ]
    assert (await link_of(store, founded)).link.person == OWNER


async def test_when_the_owner_is_gone_somebody_new_becomes_one(store: ClinicStore) -> None:
    await add_clinic(store, NOW)
    await sign_in(store, NOW, OWNER)
    founded = await recover_clinic(store, HERE, "successor@riverside.example", NOW)
    async with store.read(HERE, OPERATOR, NOW) as unit:
        assert await unit.roles.holders(StaffRole.OWNER) == {OWNER, founded.owner}
        assert await unit.sign_ins.of_person(OWNER) == []
    assert founded.owner != OWNER


async def test_a_colleague_becomes_an_owner_and_keeps_their_roles(store: ClinicStore) -> None:
    await add_clinic(store, NOW)
    await recover_clinic(store, HERE, address(ADMIN), NOW)
    async with store.read(HERE, OPERATOR, NOW) as unit:
        assert await unit.roles.of(ADMIN) == {StaffRole.ADMIN, StaffRole.OWNER}


async def test_clients_the_archived_and_unknown_clinics_are_refused(store: ClinicStore) -> None:
    await add_clinic(store, NOW)
    async with store.database.transaction(writes=True) as session:
        await session.execute(update(PersonRow).where(PersonRow.id == ADMIN).values(archived_at=NOW))
    for clinic, email, code in (
        (HERE, address(CLIENT), "recover.client"),
        (HERE, address(ADMIN), "recover.archived"),
        (ClinicId("cl_none"), address(OWNER), "clinic.unknown"),
        (HERE, "no address", "email.malformed"),
    ):
        with pytest.raises(Refused) as refused:
            await recover_clinic(store, clinic, email, NOW)
        assert refused.value.code == code
    async with store.read(HERE, OPERATOR, NOW) as unit:
        assert await unit.audit.page() == []


async def test_all_clinics_are_listed(store: ClinicStore) -> None:
    for name in ("Riverside", "Hillside"):
        await found_clinic(store, name, "dana@riverside.example", "UTC", NOW)
    assert [clinic.name for clinic in await list_clinics(store)] == ["Hillside", "Riverside"]


async def test_a_new_key_encrypts_from_now_on_and_earlier_values_stay_readable(store: ClinicStore) -> None:
    founded = await found_clinic(store, "Riverside", "dana@riverside.example", "UTC", NOW)
    assert await rotate_key(store, founded.clinic, NOW) == 2
    async with store.read(founded.clinic, OPERATOR, NOW) as unit:
        owner = await unit.people.find(founded.owner)
        assert owner is not None
        assert owner.fields.email == "dana@riverside.example"
        assert unit.keys.seal("people.phone", "pt_1", "x").startswith("2.")
        assert [one.entry.action for one in await unit.audit.page()][-1] == "clinic.key"
