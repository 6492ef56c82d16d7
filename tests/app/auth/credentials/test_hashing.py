import asyncio
import threading
from collections.abc import Iterator

import argon2
import pytest
from argon2.exceptions import InvalidHashError, VerificationError

from app.auth.credentials.hashing import AT_ONCE, Checked, SecretHasher
from clinic.common.errors import Refused

SECRET = "correct horse battery"


@pytest.fixture(scope="module")
def hasher() -> Iterator[SecretHasher]:
    made = SecretHasher()
    yield made
    made.close()


async def test_the_right_secret_is_right_and_another_is_wrong(hasher: SecretHasher) -> None:
    stored = await hasher.hash(SECRET)
    assert await hasher.check(stored, SECRET) == Checked(right=True)
    assert await hasher.check(stored, SECRET + " ") == Checked(right=False)


async def test_hashes_follow_owasp_and_differ_by_salt(hasher: SecretHasher) -> None:
    stored = await hasher.hash(SECRET)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != await hasher.hash(SECRET)


async def test_an_account_that_does_not_exist_costs_the_same_hash(
    hasher: SecretHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work is the hashes that are computed, and what each costs: a clock on a busy machine proves nothing."""
    spent: list[tuple[argon2.Parameters, bytes]] = []
    verify = argon2.PasswordHasher.verify

    def counted(one: argon2.PasswordHasher, stored: str, secret: bytes) -> bool:
        spent.append((argon2.extract_parameters(stored), secret))
        return verify(one, stored, secret)

    stored = await hasher.hash(SECRET)
    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    for account in (stored, None):
        assert not (await hasher.check(account, "wrong")).right
    there, missing = spent
    assert missing == there


async def test_no_secret_opens_an_account_that_does_not_exist(hasher: SecretHasher) -> None:
    assert await hasher.check(None, SECRET) == Checked(right=False)


async def test_a_hash_of_older_parameters_is_made_anew(hasher: SecretHasher) -> None:
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(SECRET)
    checked = await hasher.check(old, SECRET)
    assert checked.right
    assert checked.rehashed is not None
    assert await hasher.check(checked.rehashed, SECRET) == Checked(right=True)
    assert await hasher.check(old, "wrong") == Checked(right=False)


async def test_half_a_surrogate_pair_is_a_character_like_another(hasher: SecretHasher) -> None:
    assert (await hasher.check(await hasher.hash("\ud800"), "\ud800")).right


async def test_a_damaged_hash_is_reported_and_not_taken_for_a_wrong_secret(hasher: SecretHasher) -> None:
    for damaged, error in (("damaged", InvalidHashError), ("$argon2id$v=19$damaged", VerificationError)):
        with pytest.raises(error):
            await hasher.check(damaged, SECRET)


async def test_strangers_cannot_make_us_do_more_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred attempts at once: two run, three wait, the others are asked to come back."""
    gate, both, running, most = threading.Event(), threading.Event(), 0, 0
    count = threading.Lock()
    hasher = SecretHasher(waiting_max=3)

    def work(*_: object) -> Checked:
        nonlocal running, most
        with count:
            running += 1
            most = max(most, running)
            if running == AT_ONCE:
                both.set()
        gate.wait(10)
        with count:
            running -= 1
        return Checked(right=False)

    monkeypatch.setattr(SecretHasher, "_check", work)
    async with asyncio.TaskGroup() as group:
        attempts = [group.create_task(_code(hasher)) for _ in range(100)]
        await asyncio.to_thread(both.wait, 10)
        gate.set()
    answers = [attempt.result() for attempt in attempts]
    assert answers.count("sign_in.busy") == 95
    assert answers.count(None) == 5
    assert most == AT_ONCE
    assert await _code(hasher) is None, "places are free again"
    hasher.close()


async def test_an_attempt_whose_caller_left_keeps_its_place_until_the_thread_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate, begun = threading.Event(), threading.Event()
    hasher = SecretHasher(at_once=1, waiting_max=0)

    def work(*_: object) -> Checked:
        begun.set()
        gate.wait(10)
        return Checked(right=False)

    monkeypatch.setattr(SecretHasher, "_check", work)
    async with asyncio.TaskGroup() as group:
        attempt = group.create_task(hasher.check(None, "wrong"))
        await asyncio.to_thread(begun.wait, 10)
        attempt.cancel()
    assert await _code(hasher) == "sign_in.busy"
    gate.set()
    hasher.close()


async def _code(hasher: SecretHasher) -> str | None:
    try:
        await hasher.check(None, "wrong")
    except Refused as refused:
        return refused.code
    return None
