from datetime import UTC, datetime

from app.auth.credentials.passkeys import Ceremony, KeptChallenge
from app.auth.outstanding import Challenges, Outstanding

KEPT = KeptChallenge(Ceremony.SIGN_IN, "browser:b", datetime(2027, 3, 1, tzinfo=UTC))


def test_what_is_taken_is_gone() -> None:
    outstanding: Outstanding[str, int] = Outstanding()
    outstanding.keep("a", 1)
    assert outstanding.look("a") == 1
    assert outstanding.take("a") == 1
    assert outstanding.take("a") is None
    assert outstanding.look("a") is None


def test_a_key_has_only_the_newest() -> None:
    outstanding: Outstanding[str, int] = Outstanding()
    outstanding.keep("a", 1)
    outstanding.keep("a", 2)
    assert outstanding.take("a") == 2


def test_a_full_table_forgets_the_oldest() -> None:
    outstanding: Outstanding[int, int] = Outstanding(most=3)
    for key in range(4):
        outstanding.keep(key, key)
    assert [outstanding.look(key) for key in range(4)] == [None, 1, 2, 3]


def test_what_was_replaced_counts_as_new() -> None:
    outstanding: Outstanding[int, int] = Outstanding(most=2)
    for key in (1, 2, 1, 3):
        outstanding.keep(key, key)
    assert [outstanding.look(key) for key in (1, 2, 3)] == [1, None, 3]


async def test_a_challenge_is_good_once() -> None:
    challenges = Challenges()
    await challenges.keep(b"c", KEPT)
    assert await challenges.take(b"c") == KEPT
    assert await challenges.take(b"c") is None


async def test_challenges_are_bounded() -> None:
    challenges = Challenges(most=2)
    for challenge in (b"1", b"2", b"3"):
        await challenges.keep(challenge, KEPT)
    assert await challenges.take(b"1") is None
    assert await challenges.take(b"3") == KEPT
