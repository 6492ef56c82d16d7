"""Passwords and second proofs where HTTP adds nothing: two clinics, hashes, counts."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from app.access.identity.services import IdentityServices
from app.access.identity.starting import Started
from app.access.identity.ways.passwords import complete_by_totp, sign_in_by_password
from app.auth.credentials.passwords import normalize_password
from app.persistence.clinic_store import Actor
from app.persistence.repositories.identity.accounts import CLINICS_PER_ADDRESS
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import HERE, OWNER, THERE, add_clinic, address
from tests.support.sign_in.identity import CountedHasher, set_password, totp_code, visitor

PASSWORD, OTHER = "seventeen green kettles", "nineteen blue teapots"
OWNER_THERE = PersonId(f"{OWNER}_{THERE}")


async def sign_in(practice: WebService, password: str, email: str = address(OWNER)) -> Started:
    return await sign_in_by_password(practice.identity, email, password, visitor(), practice.now)


def checks(services: IdentityServices) -> int:
    assert isinstance(services.hasher, CountedHasher)
    return services.hasher.checks


async def test_somebody_who_works_for_two_clinics_comes_into_the_one_whose_password_they_type(
    practice: WebService,
) -> None:
    later = practice.now + timedelta(days=1)
    await add_clinic(practice.store, later, THERE)
    async with practice.store.write(THERE, Actor("system"), later) as unit:
        await unit.accounts.ensure(OWNER_THERE, practice.store.key.login_hash(address(OWNER)), later)
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    await set_password(practice.identity, OWNER_THERE, OTHER, practice.now, THERE)
    before = checks(practice.identity)
    assert (await sign_in(practice, PASSWORD)).caller.principal.clinic == HERE
    assert (await sign_in(practice, OTHER)).caller.principal.clinic == THERE
    assert checks(practice.identity) - before == 2 * CLINICS_PER_ADDRESS


@pytest.mark.parametrize("password", ["x" * 201, "ﬃ" * 200, "", "\ud800"])
async def test_what_can_be_nobodys_password_costs_the_same(practice: WebService, password: str) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    before = checks(practice.identity)
    with pytest.raises(Refused, match=r"sign_in\.wrong"):
        await sign_in(practice, password)
    assert checks(practice.identity) - before == CLINICS_PER_ADDRESS


async def test_a_hash_with_older_parameters_is_replaced(practice: WebService) -> None:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    older = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        await unit.accounts.set_password(OWNER, older)
    await sign_in(practice, PASSWORD)
    async with practice.store.read(HERE, Actor("system"), practice.now) as unit:
        account = await unit.accounts.find(OWNER)
    assert account is not None
    assert account.password_hash != older
    await sign_in(practice, PASSWORD)


async def test_a_refused_second_proof_uses_nothing_up(practice: WebService) -> None:
    secret = await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    half = await sign_in(practice, PASSWORD)
    with pytest.raises(Refused, match=r"totp\.wrong"):
        await complete_by_totp(practice.identity, half.secret, "000000", visitor(), practice.now)
    shown = totp_code(secret, practice.now)
    done = await complete_by_totp(practice.identity, half.secret, shown, visitor(), practice.now)
    assert done.caller.principal.person == OWNER


@given(st.text(max_size=250))
def test_normalizing_never_fails_on_what_is_typed(typed: str) -> None:
    password = normalize_password(typed)
    assert password is None or len(password) <= 200
