import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.credentials.totp import make_totp_secret, totp_uri, verify_totp
from clinic.common.errors import Refused

NOW = datetime(2027, 3, 1, 12, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def code_at(at: datetime) -> str:
    return pyotp.TOTP(SECRET).at(at)


def refusal(typed: str, last_step: int | None = None, now: datetime = NOW) -> str:
    with pytest.raises(Refused) as refused:
        verify_totp(SECRET, typed, last_step, now)
    return refused.value.code


@pytest.mark.parametrize(
    ("unix_s", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(unix_s: int, code: str) -> None:
    """Appendix B, SHA-1, the last six of eight digits."""
    assert verify_totp(SECRET, code, None, datetime.fromtimestamp(unix_s, UTC)) == unix_s // 30


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_off_by_one_step(steps: int) -> None:
    expected = int(NOW.timestamp()) // 30 + steps
    assert verify_totp(SECRET, code_at(NOW + steps * STEP), None, NOW) == expected


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_two_steps_away_is_wrong(steps: int) -> None:
    assert refusal(code_at(NOW + steps * STEP)) == "totp.wrong"


def test_a_code_is_good_once() -> None:
    step = verify_totp(SECRET, code_at(NOW), None, NOW)
    assert refusal(code_at(NOW), step) == "totp.used"
    assert refusal(code_at(NOW), step, NOW + STEP) == "totp.used"
    assert verify_totp(SECRET, code_at(NOW + STEP), step, NOW) == step + 1


def test_after_a_newer_code_an_older_one_is_used_up() -> None:
    step = verify_totp(SECRET, code_at(NOW + STEP), None, NOW)
    assert refusal(code_at(NOW), step) == "totp.used"


def test_spaces_do_not_matter() -> None:
    code = code_at(NOW)
    assert verify_totp(SECRET, f" {code[:3]} {code[3:]} ", None, NOW)


@given(
    st.text().filter(lambda text: "".join(text.split()) not in map(code_at, (NOW - STEP, NOW, NOW + STEP)))
)
def test_anything_else_is_wrong(typed: str) -> None:
    assert refusal(typed) == "totp.wrong"


def test_a_secret_has_160_bits_and_is_never_the_same() -> None:
    assert len(base64.b32decode(make_totp_secret())) == 20
    assert make_totp_secret() != make_totp_secret()


def test_the_address_says_what_an_app_needs() -> None:
    uri = urlsplit(totp_uri(SECRET, account="dana@clinic.example", issuer="Harbor Practice"))
    assert (uri.scheme, uri.netloc, uri.path) == (
        "otpauth",
        "totp",
        "/Harbor%20Practice:dana%40clinic.example",
    )
    assert parse_qs(uri.query) == {"secret": [SECRET], "issuer": ["Harbor Practice"]}
