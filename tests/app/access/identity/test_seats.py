"""Who is signed in where a seat's link is opened."""

from app.access.identity.seats import find_signed_in
from app.auth.one_time import make_secret
from clinic.identity.sign_ins import LONGEST
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import CLIENT, sign_in


async def test_a_sign_in_says_who_it_is_until_it_is_over(practice: WebService) -> None:
    _, secret = await sign_in(practice.store, practice.now, CLIENT)
    assert await find_signed_in(practice.identity, practice.clock, secret) == CLIENT
    practice.clock.time += LONGEST.total_seconds()
    assert await find_signed_in(practice.identity, practice.clock, secret) is None


async def test_a_second_proof_that_is_awaited_is_no_sign_in_yet(practice: WebService) -> None:
    _, secret = await sign_in(practice.store, practice.now, CLIENT, second_factor=True)
    assert await find_signed_in(practice.identity, practice.clock, secret) is None


async def test_a_secret_that_is_nobodys_says_nothing(practice: WebService) -> None:
    for secret in ("", "é", make_secret().text):
        assert await find_signed_in(practice.identity, practice.clock, secret) is None
