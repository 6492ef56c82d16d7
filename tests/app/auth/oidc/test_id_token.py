import base64
import hmac
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from app.auth.oidc.id_token import LEEWAY_S, MAX_ID_TOKEN, UnknownKey, verify_id_token
from app.auth.oidc.provider import ProviderKey
from clinic.common.errors import Refused
from tests.app.auth.oidc.issuer import EC_KEY, ISSUER, NOW, RSA_KEY, unsigned

KEYS = (ProviderKey("rsa", RSA_KEY, "RS256"), ProviderKey("ec", EC_KEY, "ES256"))
AT = int(NOW.timestamp())
GOOD: dict[str, Any] = {
    "iss": ISSUER,
    "sub": "dana",
    "aud": "attune",
    "nonce": "n1",
    "iat": AT,
    "exp": AT + 300,
}


def signed(claims: dict[str, Any], key: Any = RSA_KEY, **header: Any) -> str:
    kept = {name: value for name, value in (GOOD | claims).items() if value is not None}
    head = {"alg": "RS256", "kid": "rsa"} | header
    return jwt.encode(
        {name: value for name, value in head.items() if value is not None}, kept, key, [head["alg"]]
    )


def verify(token: str, now: datetime = NOW, keys: tuple[ProviderKey, ...] = KEYS) -> dict[str, Any]:
    return verify_id_token(
        token, keys, issuer=ISSUER, client_id="attune", nonce="n1", access_token="at", now=now
    )


def refusal(token: str, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        verify(token, now)
    return refused.value.code


def test_a_good_token_is_taken_with_either_algorithm() -> None:
    assert verify(signed({}))["sub"] == "dana"
    assert verify(signed({}, EC_KEY, alg="ES256", kid="ec"))["sub"] == "dana"
    assert verify(signed({}, kid=None))["sub"] == "dana"
    assert verify(signed({"aud": ["attune"]}))["sub"] == "dana"
    assert verify(signed({"aud": ["attune", "other"], "azp": "attune"}))["sub"] == "dana"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": "https://elsewhere.example"}, "oidc.issuer"),
        ({"iss": None}, "oidc.issuer"),
        ({"iss": [ISSUER]}, "oidc.issuer"),
        ({"aud": "another"}, "oidc.audience"),
        ({"aud": ["another", "more"]}, "oidc.audience"),
        ({"aud": None}, "oidc.audience"),
        ({"aud": ["attune", "other"]}, "oidc.audience"),
        ({"azp": "another"}, "oidc.audience"),
        ({"nonce": "n2"}, "oidc.nonce"),
        ({"nonce": None}, "oidc.nonce"),
        ({"nonce": ["n1"]}, "oidc.nonce"),
        ({"exp": AT - LEEWAY_S}, "oidc.expired"),
        ({"exp": None}, "oidc.id_token"),
        ({"exp": "never"}, "oidc.id_token"),
        ({"exp": float("nan")}, "oidc.id_token"),
        ({"iat": AT + LEEWAY_S + 1}, "oidc.id_token"),
        ({"nbf": AT + LEEWAY_S + 1}, "oidc.id_token"),
        ({"sub": None}, "oidc.subject"),
        ({"sub": 7}, "oidc.subject"),
        ({"sub": ""}, "oidc.subject"),
        ({"sub": "x" * 256}, "oidc.subject"),
        ({"sub": "dana\n"}, "oidc.subject"),
        ({"at_hash": "of another token"}, "oidc.id_token"),
        ({"auth_time": "yesterday"}, "oidc.not_fresh"),
    ],
)
def test_a_wrong_claim_has_its_own_code(claims: dict[str, Any], code: str) -> None:
    assert refusal(signed(claims)) == code


def test_a_token_ends_with_its_time_and_a_minute_for_wrong_clocks() -> None:
    token = signed({})
    assert verify(token, NOW + timedelta(seconds=300 + LEEWAY_S - 1))
    assert refusal(token, NOW + timedelta(seconds=300 + LEEWAY_S)) == "oidc.expired"


def test_a_token_without_a_signature_is_refused() -> None:
    assert refusal(unsigned(GOOD)) == "oidc.algorithm"


def test_the_public_key_is_no_shared_secret() -> None:
    """The known attack: HS256 with the text of the RSA key as its secret."""
    header, payload, _ = signed({}, OctKey.generate_key(256), alg="HS256").split(".")
    forged = hmac.digest(RSA_KEY.as_pem(private=False), f"{header}.{payload}".encode(), "sha256")
    signature = base64.urlsafe_b64encode(forged).decode().rstrip("=")
    assert refusal(f"{header}.{payload}.{signature}") == "oidc.algorithm"


@pytest.mark.parametrize("algorithm", ["RS512", "PS256"])
def test_other_algorithms_are_refused_even_if_rightly_signed(algorithm: str) -> None:
    assert refusal(signed({}, RSA_KEY, alg=algorithm)) == "oidc.algorithm"


def test_another_keys_signature_is_refused() -> None:
    assert refusal(signed({}, RSAKey.generate_key(2048))) == "oidc.signature"


@pytest.mark.parametrize("kid", ["new", None])
def test_a_key_that_is_not_known_is_reported_so_that_keys_are_read_again(kid: str | None) -> None:
    with pytest.raises(UnknownKey):
        verify(signed({}, RSAKey.generate_key(2048), kid=kid))


def test_a_key_of_one_algorithm_is_not_used_for_another() -> None:
    with pytest.raises(UnknownKey):
        verify(signed({}, EC_KEY, alg="ES256", kid="rsa"))


@pytest.mark.parametrize(
    "token", ["", "x", "a.b", "a.b.c", "a.b.c.d.e", "é.é.é", "." * 40, "x" * (MAX_ID_TOKEN + 1)]
)
def test_what_is_no_token_is_refused(token: str) -> None:
    assert refusal(token) == "oidc.id_token"


@given(at=st.integers(0, 2000), sign=st.sampled_from("ABCxyz019-_."))
def test_a_changed_token_never_signs_anybody_in_as_somebody_else(at: int, sign: str) -> None:
    token = signed({"sub": "dana"})
    at %= len(token)
    changed = token[:at] + sign + token[at + 1 :]
    try:
        claims = verify(changed)
    except (Refused, UnknownKey):
        return
    # The last character of a part has bits that mean nothing.
    assert claims == verify(token)
