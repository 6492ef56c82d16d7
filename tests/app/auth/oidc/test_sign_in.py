import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey

from app.auth.oidc.id_token import LEEWAY_S
from app.auth.oidc.provider import LOOK_AGAIN_AFTER
from app.auth.oidc.sign_in import ANSWER_WITHIN, FRESH_LEEWAY, OidcBegun, OidcIdentity
from clinic.common.errors import Refused
from tests.app.auth.oidc.issuer import CLIENT, ISSUER, NOW, REDIRECT, Issuer

DANA = OidcIdentity(ISSUER, "dana", "dana@clinic.example")


async def finish(issuer: Issuer, begun: OidcBegun, **answer: str) -> OidcIdentity:
    given = {"state": begun.state, "code": "c1"} | answer
    return await issuer.sign_in.finish(CLIENT, begun, given, NOW)


async def refusal(issuer: Issuer, begun: OidcBegun, **answer: str) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        await finish(issuer, begun, **answer)
    return refused.value.code, refused.value.reason


async def test_somebody_goes_to_the_provider_and_comes_back() -> None:
    issuer = Issuer()
    assert await finish(issuer, await issuer.begin()) == DANA


async def test_the_browser_is_sent_with_everything_that_binds_the_answer() -> None:
    url, begun = await Issuer().sign_in.begin(CLIENT, NOW)
    assert url.startswith(f"{ISSUER}/authorize?")
    query = {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}
    assert query.pop("code_challenge") != begun.verifier
    assert query == {
        "tenant": "7",
        "response_type": "code",
        "client_id": "attune",
        "redirect_uri": REDIRECT,
        "scope": "openid email",
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge_method": "S256",
    }
    assert begun.verifier not in url


async def test_no_two_sign_ins_share_a_secret() -> None:
    issuer = Issuer()
    first, second = await issuer.begin(), await issuer.begin()
    secrets = {text for begun in (first, second) for text in (begun.state, begun.nonce, begun.verifier)}
    assert len(secrets) == 6
    assert min(map(len, secrets)) >= 43


async def test_the_code_is_exchanged_with_the_verifier_and_the_clients_secret() -> None:
    issuer = Issuer()
    issuer.claims = {"email": "dana@clinic.example", "email_verified": True}
    begun = await issuer.begin()
    await finish(issuer, begun)
    assert issuer.form() == {
        "grant_type": "authorization_code",
        "code": "c1",
        "redirect_uri": REDIRECT,
        "code_verifier": begun.verifier,
    }
    basic = base64.b64decode(issuer.asked[-1].headers["Authorization"].removeprefix("Basic ")).decode()
    assert basic == f"attune:{quote_plus(CLIENT.secret or '')}"


async def test_the_secret_goes_into_the_form_where_the_provider_wants_it_so() -> None:
    issuer = Issuer()
    issuer.description = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    issuer.claims = {"email": "dana@clinic.example", "email_verified": True}
    await finish(issuer, await issuer.begin())
    assert issuer.form()["client_secret"] == CLIENT.secret
    assert "Authorization" not in issuer.asked[-1].headers


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"state": "of another sign-in"}, "oidc.state"),
        ({"state": ""}, "oidc.state"),
        ({"state": "\ud800"}, "oidc.state"),
        ({"iss": "https://elsewhere.example"}, "oidc.issuer"),
        ({"code": ""}, "oidc.malformed"),
        ({"code": "x" * 5000}, "oidc.malformed"),
    ],
)
async def test_an_answer_that_is_not_ours_reaches_no_endpoint(answer: dict[str, str], code: str) -> None:
    issuer = Issuer()
    begun = await issuer.begin()
    assert (await refusal(issuer, begun, **answer))[0] == code
    assert "/token" not in issuer.paths()


async def test_a_provider_that_names_itself_has_to() -> None:
    """A mix-up attack leaves the name out (RFC 9207)."""
    issuer = Issuer()
    issuer.description = {"authorization_response_iss_parameter_supported": True}
    begun = await issuer.begin()
    assert (await refusal(issuer, begun))[0] == "oidc.issuer"
    assert await finish(issuer, begun, iss=ISSUER) == DANA


async def test_what_was_begun_at_one_provider_is_not_finished_at_another() -> None:
    issuer = Issuer()
    begun = replace(await issuer.begin(), issuer="https://elsewhere.example")
    assert (await refusal(issuer, begun))[0] == "oidc.issuer"


async def test_an_answer_that_comes_too_late_is_refused() -> None:
    issuer = Issuer()
    begun = await issuer.begin(now=NOW - ANSWER_WITHIN)
    assert (await refusal(issuer, begun))[0] == "oidc.late"


async def test_a_refusal_by_the_person_is_told_and_the_providers_words_are_not() -> None:
    issuer = Issuer()
    begun = await issuer.begin()
    assert await refusal(issuer, begun, error="access_denied") == ("oidc.declined", "access_denied")
    assert await refusal(issuer, begun, error="<script>") == ("oidc.declined", None)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"nonce": "of another sign-in"}, "oidc.nonce"),
        ({"iss": "https://elsewhere.example"}, "oidc.issuer"),
        ({"aud": "another"}, "oidc.audience"),
        ({"exp": int(NOW.timestamp()) - LEEWAY_S}, "oidc.expired"),
    ],
)
async def test_a_token_with_a_wrong_claim_signs_nobody_in(claims: dict[str, Any], code: str) -> None:
    issuer = Issuer()
    issuer.claims = claims
    assert (await refusal(issuer, await issuer.begin()))[0] == code


async def test_a_code_that_is_not_taken_is_told_apart_from_a_provider_that_is_away() -> None:
    issuer = Issuer()
    begun = await issuer.begin()
    issuer.answers["/token"] = lambda _: httpx.Response(
        400, stream=httpx.ByteStream(b'{"error": "invalid_grant"}')
    )
    assert (await refusal(issuer, begun))[0] == "oidc.exchange"
    issuer.answers["/token"] = lambda _: httpx.Response(503, stream=httpx.ByteStream(b""))
    assert (await refusal(issuer, begun))[0] == "oidc.unavailable"


@pytest.mark.parametrize("body", [b"{}", b'{"id_token": 7, "access_token": "x"}', b'{"id_token": "a.b.c"}'])
async def test_an_answer_without_tokens_is_malformed(body: bytes) -> None:
    issuer = Issuer()
    begun = await issuer.begin()
    issuer.answers["/token"] = lambda _: httpx.Response(200, stream=httpx.ByteStream(body))
    assert (await refusal(issuer, begun))[0] == "oidc.malformed"


async def test_new_keys_of_a_provider_are_found() -> None:
    issuer = Issuer()
    begun = await issuer.begin(now=NOW - LOOK_AGAIN_AFTER)
    issuer.keys["new"] = RSAKey.generate_key(2048)
    issuer.kid = "new"
    assert await finish(issuer, begun) == DANA


async def test_a_key_that_the_provider_does_not_have_is_refused() -> None:
    issuer = Issuer()
    begun = await issuer.begin(now=NOW - LOOK_AGAIN_AFTER)
    issuer.keys["stray"] = RSAKey.generate_key(2048)
    issuer.kid = "stray"
    token = issuer.token()
    del issuer.keys["stray"]
    issuer.kid = "rsa"
    body = f'{{"id_token": "{token}", "access_token": "at"}}'.encode()
    issuer.answers["/token"] = lambda _: httpx.Response(200, stream=httpx.ByteStream(body))
    assert (await refusal(issuer, begun))[0] == "oidc.signature"


async def test_userinfo_of_somebody_else_is_refused() -> None:
    issuer = Issuer()
    issuer.userinfo["sub"] = "ben"
    assert (await refusal(issuer, await issuer.begin()))[0] == "oidc.subject"


@pytest.mark.parametrize("verified", [False, None, "true", 1])
async def test_an_address_that_the_provider_did_not_verify_is_none(verified: Any) -> None:
    issuer = Issuer()
    issuer.claims = {"email": "dana@clinic.example", "email_verified": verified}
    assert await finish(issuer, await issuer.begin()) == OidcIdentity(ISSUER, "dana", None)


async def test_a_provider_without_userinfo_still_names_its_people() -> None:
    issuer = Issuer()
    issuer.description = {"userinfo_endpoint": None}
    assert await finish(issuer, await issuer.begin()) == OidcIdentity(ISSUER, "dana", None)


async def test_a_fresh_proof_is_asked_for_and_checked() -> None:
    issuer = Issuer()
    url, _ = await issuer.sign_in.begin(CLIENT, NOW, fresh=True)
    query = parse_qs(urlsplit(url).query)
    assert (query["prompt"], query["max_age"]) == (["login"], ["0"])
    issuer.claims = {"auth_time": int(NOW.timestamp())}
    assert await finish(issuer, await issuer.begin(fresh=True)) == DANA


@pytest.mark.parametrize("ago", [None, FRESH_LEEWAY + timedelta(seconds=1), timedelta(days=1)])
async def test_a_proof_that_is_not_fresh_is_refused(ago: timedelta | None) -> None:
    issuer = Issuer()
    issuer.claims = {"auth_time": None if ago is None else int((NOW - ago).timestamp())}
    assert (await refusal(issuer, await issuer.begin(fresh=True)))[0] == "oidc.not_fresh"


async def test_no_refusal_holds_a_secret() -> None:
    issuer = Issuer()
    begun = await issuer.begin()
    issuer.answers["/token"] = lambda _: httpx.Response(400, stream=httpx.ByteStream(b'{"error": "x"}'))
    with pytest.raises(Refused) as refused:
        await finish(issuer, begun)
    text = f"{refused.value!r} {refused.value.reason}"
    assert all(secret not in text for secret in (begun.state, begun.nonce, begun.verifier, "c1"))
