from dataclasses import replace

import pytest

from app.access.identity.services import Visitor
from clinic.common.errors import Refused
from tests.app.conftest import WebService
from tests.support.sign_in.identity import visitor


def known_to(practice: WebService, account: str) -> Visitor:
    devices = practice.identity.devices
    return visitor(**{devices.name(account): devices.write(account, "dv_1", practice.now)})


async def test_a_known_device_counts_apart_from_its_network(practice: WebService) -> None:
    known = known_to(practice, "pt_a").attempt(practice.identity, "pt_a", practice.now, what="pin")
    assert (known.account, known.device) == ("pin:pt_a", "dv_1")
    other = known_to(practice, "pt_a").attempt(practice.identity, "pt_b", practice.now, what="pin")
    assert (other.account, other.network, other.device) == ("pin:pt_b", "192.0.2.1", None)


async def test_a_cookie_under_anothers_name_makes_no_device_known(practice: WebService) -> None:
    devices = practice.identity.devices
    stolen = visitor(**{devices.name("pt_b"): devices.write("pt_a", "dv_1", practice.now)})
    assert stolen.device_id(practice.identity, "pt_b", practice.now) is None


async def test_without_passkeys_they_are_refused(practice: WebService) -> None:
    assert practice.identity.need_passkeys() is practice.identity.passkeys
    with pytest.raises(Refused, match=r"passkey\.unavailable"):
        replace(practice.identity, passkeys=None).need_passkeys()


async def test_what_identifies_a_browser_is_not_printed(practice: WebService) -> None:
    assert "b" * 24 not in repr(known_to(practice, "pt_a"))
