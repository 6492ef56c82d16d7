"""The code flow against a certified provider (npm's ``oidc-provider``), which knows nothing of our code."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app.auth.oidc.fetch import JsonFetcher
from app.auth.oidc.sign_in import OidcBegun, OidcClient, OidcIdentity, OidcSignIn
from app.runtime.clock import SystemClock, to_datetime
from clinic.common.errors import Refused
from tests.support.sign_in.oidc.provider import ProviderMissing, answer_of, run_provider, visit

REDIRECT = "https://attune.clinic.example/sign-in/provider"
SECRET = "s3cret +/&"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    try:
        with run_provider(REDIRECT) as address:
            yield address
    except ProviderMissing as missing:
        pytest.skip(f"no OpenID provider: {missing}")


@pytest.fixture
async def sign_in() -> AsyncIterator[OidcSignIn]:
    fetcher = JsonFetcher(allow_loopback=True)
    yield OidcSignIn(fetcher, REDIRECT)
    await fetcher.close()


def now() -> datetime:
    return to_datetime(SystemClock().now())


async def go(
    sign_in: OidcSignIn,
    client: OidcClient,
    login: str = "dana",
    *,
    fresh: bool = False,
    cancels: bool = False,
) -> tuple[OidcBegun, dict[str, str]]:
    url, begun = await sign_in.begin(client, now(), fresh=fresh)
    return begun, await answer_of(url, REDIRECT, login, cancels=cancels)


@pytest.mark.parametrize("name", ["rs256", "es256", "post", "public"])
async def test_somebody_signs_in_at_a_real_provider(sign_in: OidcSignIn, issuer: str, name: str) -> None:
    client = OidcClient(issuer, name, None if name == "public" else SECRET)
    begun, answer = await go(sign_in, client)
    assert answer["iss"] == issuer
    assert await sign_in.finish(client, begun, answer, now()) == OidcIdentity(
        issuer, "dana", "dana@clinic.example"
    )


async def test_a_real_provider_proves_freshness(sign_in: OidcSignIn, issuer: str) -> None:
    client = OidcClient(issuer, "rs256", SECRET)
    begun, answer = await go(sign_in, client, fresh=True)
    assert (await sign_in.finish(client, begun, answer, now())).subject == "dana"


@pytest.mark.parametrize(("fresh", "asked"), [(False, []), (True, ["login"])])
async def test_a_fresh_proof_asks_again_whoever_is_signed_in_there(
    sign_in: OidcSignIn, issuer: str, fresh: bool, asked: list[str]
) -> None:
    client = OidcClient(issuer, "rs256", SECRET)
    async with httpx.AsyncClient(trust_env=False) as browser:
        first, _ = await sign_in.begin(client, now())
        assert (await visit(browser, first, REDIRECT, "dana"))[1] == ["login", "consent"]
        second, begun = await sign_in.begin(client, now(), fresh=fresh)
        answer, seen = await visit(browser, second, REDIRECT, "dana")
    assert seen == asked
    assert (await sign_in.finish(client, begun, answer, now())).subject == "dana"


async def test_an_address_that_was_not_verified_is_none(sign_in: OidcSignIn, issuer: str) -> None:
    client = OidcClient(issuer, "rs256", SECRET)
    begun, answer = await go(sign_in, client, "unverified")
    assert await sign_in.finish(client, begun, answer, now()) == OidcIdentity(issuer, "unverified", None)


async def refusal(sign_in: OidcSignIn, client: OidcClient, begun: OidcBegun, answer: dict[str, str]) -> str:
    with pytest.raises(Refused) as refused:
        await sign_in.finish(client, begun, answer, now())
    return refused.value.code


async def test_a_code_is_good_once(sign_in: OidcSignIn, issuer: str) -> None:
    client = OidcClient(issuer, "rs256", SECRET)
    begun, answer = await go(sign_in, client)
    await sign_in.finish(client, begun, answer, now())
    assert await refusal(sign_in, client, begun, answer) == "oidc.exchange"


async def test_a_stolen_code_is_worthless_without_the_verifier(sign_in: OidcSignIn, issuer: str) -> None:
    client = OidcClient(issuer, "rs256", SECRET)
    _, stolen = await go(sign_in, client)
    _, thiefs = await sign_in.begin(client, now())
    assert await refusal(sign_in, client, thiefs, stolen) == "oidc.state"
    assert await refusal(sign_in, client, thiefs, stolen | {"state": thiefs.state}) == "oidc.exchange"


async def test_a_wrong_secret_exchanges_nothing(sign_in: OidcSignIn, issuer: str) -> None:
    client = OidcClient(issuer, "rs256", "wrong")
    assert await refusal(sign_in, client, *await go(sign_in, client)) == "oidc.exchange"


async def test_going_back_at_the_provider_is_told_as_such(sign_in: OidcSignIn, issuer: str) -> None:
    client = OidcClient(issuer, "rs256", SECRET)
    begun, answer = await go(sign_in, client, cancels=True)
    assert await refusal(sign_in, client, begun, answer) == "oidc.declined"


async def test_a_token_of_a_real_provider_expires(sign_in: OidcSignIn, issuer: str) -> None:
    """Seen from a day later, what the provider just signed is too old."""
    client = OidcClient(issuer, "rs256", SECRET)
    url, begun = await sign_in.begin(client, now())
    answer = await answer_of(url, REDIRECT, "dana")
    later = datetime(2100, 1, 1, tzinfo=UTC)
    late = OidcBegun(
        begun.issuer, begun.state, begun.nonce, begun.verifier, False, later - timedelta(minutes=1)
    )
    with pytest.raises(Refused) as refused:
        await sign_in.finish(client, late, answer, later)
    assert refused.value.code == "oidc.expired"
