from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from app.auth.oidc.provider import KEPT_FOR, LOOK_AGAIN_AFTER, Providers, read_keys
from clinic.common.errors import Refused
from tests.app.auth.oidc.issuer import EC_KEY, ISSUER, NOW, RSA_KEY, Issuer

DISCOVERY = "/.well-known/openid-configuration"


async def refusal(issuer: Issuer, asked_for: str = ISSUER) -> str:
    with pytest.raises(Refused) as refused:
        await Providers(issuer.fetcher).find(asked_for, NOW)
    return refused.value.code


async def test_a_provider_describes_itself() -> None:
    provider = await Providers(Issuer().fetcher).find(ISSUER, NOW)
    assert provider.token_endpoint == f"{ISSUER}/token"
    assert [(key.kid, key.algorithm) for key in provider.keys] == [("rsa", "RS256"), ("ec", "ES256")]
    assert (provider.posts_secret, provider.names_itself) == (False, False)


async def test_it_is_asked_once_an_hour() -> None:
    issuer = Issuer()
    providers = Providers(issuer.fetcher)
    for at in (NOW, NOW + KEPT_FOR - timedelta(seconds=1)):
        await providers.find(ISSUER, at)
    assert issuer.paths() == [DISCOVERY, "/keys"]
    await providers.find(ISSUER, NOW + KEPT_FOR)
    assert issuer.paths() == [DISCOVERY, "/keys"] * 2


async def test_unknown_keys_make_us_ask_at_most_once_a_minute() -> None:
    issuer = Issuer()
    providers = Providers(issuer.fetcher)
    provider = await providers.find(ISSUER, NOW)
    for _ in range(100):
        provider = await providers.look_again(provider, NOW + timedelta(seconds=59))
    assert issuer.paths().count("/keys") == 1
    for _ in range(100):
        provider = await providers.look_again(provider, NOW + LOOK_AGAIN_AFTER)
    assert issuer.paths().count("/keys") == 2


async def test_one_provider_cannot_speak_for_another() -> None:
    issuer = Issuer()
    issuer.description = {"issuer": "https://elsewhere.example"}
    assert await refusal(issuer) == "oidc.discovery"
    assert await refusal(Issuer(), ISSUER + "/") == "oidc.discovery"


@pytest.mark.parametrize(
    "name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"]
)
@pytest.mark.parametrize("url", ["http://id.clinic.example/x", "https://169.254.169.254/", 7, ["x"]])
async def test_an_endpoint_that_may_not_be_used_is_refused(name: str, url: Any) -> None:
    issuer = Issuer()
    issuer.description = {name: url}
    assert await refusal(issuer) == "oidc.discovery"


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
async def test_a_missing_endpoint_is_refused(name: str) -> None:
    issuer = Issuer()
    issuer.description = {name: None}
    assert await refusal(issuer) == "oidc.discovery"


async def test_a_page_that_is_not_there_is_no_description() -> None:
    issuer = Issuer()
    issuer.answers[DISCOVERY] = lambda _: httpx.Response(404, stream=httpx.ByteStream(b"{}"))
    assert await refusal(issuer) == "oidc.discovery"


async def test_capabilities_are_read() -> None:
    issuer = Issuer()
    issuer.description = {
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "authorization_response_iss_parameter_supported": True,
        "userinfo_endpoint": None,
    }
    provider = await Providers(issuer.fetcher).find(ISSUER, NOW)
    assert (provider.posts_secret, provider.names_itself, provider.userinfo_endpoint) == (True, True, None)


def test_keys_that_cannot_have_signed_a_token_are_passed_over() -> None:
    public = RSA_KEY.as_dict(private=False)
    others = [
        OctKey.generate_key(256).as_dict(private=True),
        OKPKey.generate_key("Ed25519").as_dict(private=False),
        ECKey.generate_key("P-384").as_dict(private=False),
        public | {"use": "enc"},
        RSA_KEY.as_dict(private=True),
        public | {"n": "AQAB"},
        public | {"n": "A" * 3000},
        public | {"e": "!"},
        EC_KEY.as_dict(private=False) | {"x": "AQAB"},
        {},
        7,
    ]
    assert read_keys({"keys": others}) == ()
    assert len(read_keys({"keys": [*others, public, EC_KEY.as_dict(private=False)]})) == 2


def test_only_so_many_keys_are_read() -> None:
    assert len(read_keys({"keys": [RSA_KEY.as_dict(private=False)] * 500})) == 50


@given(
    st.dictionaries(
        st.sampled_from(["kty", "n", "e", "crv", "x", "y", "use", "kid"]),
        st.sampled_from(["RSA", "EC", "P-256", "sig", "AQAB", "", "é", "_" * 400])
        | st.integers()
        | st.none(),
    )
)
def test_any_key_is_read_or_passed_over(jwk: dict[str, Any]) -> None:
    assert len(read_keys({"keys": [jwk]})) <= 1


def test_no_list_of_keys_is_none() -> None:
    assert read_keys({}) == read_keys({"keys": "x"}) == ()


def test_a_key_that_is_read_is_public() -> None:
    (key,) = read_keys({"keys": [RSA_KEY.as_dict(private=False)]})
    assert isinstance(key.key, RSAKey)
    assert not key.key.is_private
