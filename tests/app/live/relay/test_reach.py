"""The relay's addresses: as configured, or in a demo a few addresses for this machine only."""

import socket

import pytest

from app.live.relay.reach import find_own_addresses, reach_of
from app.runtime.settings import PREFIX, Settings, load_settings

OWN = ("192.0.2.7",)
OWN_SIX = "2001:db8::7"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_a_demo_that_is_told_nothing_takes_only_what_this_machine_sends() -> None:
    options = reach_of(load_settings(), OWN)
    assert options.announce == (*OWN, "127.0.0.1")
    assert options.own_addresses == OWN
    assert options.bind == ("0.0.0.0",)
    both = reach_of(load_settings(), (*OWN, OWN_SIX))
    assert both.announce == (*OWN, OWN_SIX, "127.0.0.1")
    assert both.own_addresses == (*OWN, OWN_SIX)
    assert both.bind == ("0.0.0.0", "::")


def test_in_no_network_a_demo_has_its_inner_address_alone() -> None:
    options = reach_of(load_settings(), ())
    assert (options.announce, options.bind, options.own_addresses) == (("127.0.0.1",), ("127.0.0.1",), ())


@pytest.mark.parametrize("name", ["RELAY_BIND", "RELAY_ANNOUNCE"])
def test_a_demo_does_as_it_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, "127.0.0.1")
    options = reach_of(load_settings(), OWN)
    assert (options.announce, options.bind, options.own_addresses) == (("127.0.0.1",), ("127.0.0.1",), ())


def test_production_is_reached_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "MODE": "production",
        "SECRET_KEY": "pL9vQx2sTr7mWk4zYb8nHc3dJf6gRa5u",
        "DATA_KEY": "u5aRg6fJd3cHn8bYz4kWm7rTs2xQv9Lp",
        "PUBLIC_URL": "https://attune.clinic.example",
        "RELAY_ANNOUNCE": "203.0.113.7",
        "MAIL_SERVER": "tls://smtp.clinic.example:465",
        "MAIL_FROM": "Attune <no-reply@clinic.example>",
    }.items():
        monkeypatch.setenv(PREFIX + name, value)
    options = reach_of(load_settings(), OWN)
    assert (options.announce, options.bind, options.own_addresses) == (("203.0.113.7",), ("0.0.0.0",), ())


def test_the_own_addresses_are_some_of_this_machine_and_no_loopback() -> None:
    addresses = find_own_addresses()
    if not addresses:
        pytest.skip("this machine is in no network")
    for address in addresses:
        assert address != "::1"
        assert not address.startswith("127.")
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as own:
            own.bind((address, 0))
            assert own.getsockname()[0] == address


def test_in_no_network_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert find_own_addresses() == ()
