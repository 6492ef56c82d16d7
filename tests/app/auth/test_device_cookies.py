from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.device_cookies import KEPT_FOR, MAX_DEVICE_COOKIE, DeviceCookies

NOW = datetime(2027, 3, 1, tzinfo=UTC)
COOKIES = DeviceCookies("key-of-this-test")


def test_a_device_is_known_to_the_account_that_signed_in() -> None:
    cookie = COOKIES.write("pt_ana", None, NOW)
    assert COOKIES.read(cookie, "pt_ana", NOW)
    assert COOKIES.read(cookie, "pt_ben", NOW) is None


def test_a_device_keeps_its_id_when_the_cookie_is_renewed() -> None:
    later = NOW + timedelta(days=100)
    device = COOKIES.read(COOKIES.write("pt_ana", None, NOW), "pt_ana", NOW)
    renewed = COOKIES.write("pt_ana", device, later)
    assert COOKIES.read(renewed, "pt_ana", later + timedelta(days=100)) == device


def test_each_new_device_has_an_id_of_its_own() -> None:
    ids = {COOKIES.read(COOKIES.write("pt_ana", None, NOW), "pt_ana", NOW) for _ in range(20)}
    assert len(ids) == 20


def test_a_cookie_ends_half_a_year_after_the_last_sign_in() -> None:
    cookie = COOKIES.write("pt_ana", None, NOW)
    assert COOKIES.read(cookie, "pt_ana", NOW + KEPT_FOR - timedelta(seconds=1))
    assert COOKIES.read(cookie, "pt_ana", NOW + KEPT_FOR) is None


def test_a_cookie_of_another_key_is_none() -> None:
    cookie = DeviceCookies("another-key").write("pt_ana", None, NOW)
    assert COOKIES.read(cookie, "pt_ana", NOW) is None


@pytest.mark.parametrize("cookie", ["", "x" * (MAX_DEVICE_COOKIE + 1), "é", "\ud800", "WyJwdF9hbmEiXQ.x"])
def test_what_is_no_cookie_is_none(cookie: str) -> None:
    assert COOKIES.read(cookie, "pt_ana", NOW) is None


@given(st.integers(0, 80), st.characters(codec="ascii"))
def test_a_changed_character_makes_it_worthless(at: int, sign: str) -> None:
    cookie = COOKIES.write("pt_ana", "dv_1", NOW)
    changed = cookie[:at] + sign + cookie[at + 1 :]
    assert changed == cookie or COOKIES.read(changed, "pt_ana", NOW) is None


def test_the_name_belongs_to_the_account_and_does_not_say_whose_it_is() -> None:
    assert COOKIES.name("pt_ana").startswith("__Host-")
    assert COOKIES.name("pt_ana") != COOKIES.name("pt_ben")
    assert "ana" not in COOKIES.name("pt_ana")


def test_without_tls_the_name_has_no_prefix_that_browsers_refuse() -> None:
    assert DeviceCookies("key", secure=False).name("pt_ana").startswith("device-")
