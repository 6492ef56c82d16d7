"""A PIN that is typed at a seat's page, with real accounts behind it."""

import pytest
from sqlalchemy import update
from starlette.requests import Request

from app.api.clinic.identity.seats import check_pin
from app.persistence.models.live.sessions import OccupantRow, SessionRow
from clinic.common.errors import Refused
from rooms.model.ids import PersonId
from tests.app.conftest import WebService, inside
from tests.support.rooms.setups import COUPLE_SEAT, ELENA, FINN
from tests.support.sign_in.accounts import CLIENT, HERE
from tests.support.sign_in.identity import set_pin

PIN = "738104"


@pytest.fixture
async def seat(practice: WebService) -> str:
    """The invitation of a seat on which the client sits, who has a PIN, beside somebody of another clinic."""
    async with practice.store.database.transaction(writes=True) as session:
        await session.execute(update(SessionRow).values(clinic_id=HERE))
        await session.execute(
            update(OccupantRow).where(OccupantRow.person_id == ELENA).values(person_id=CLIENT)
        )
    await set_pin(practice.identity, CLIENT, PIN, practice.now)
    return practice.link(COUPLE_SEAT)


def request(practice: WebService) -> Request:
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/seats/proof",
        "headers": [(b"user-agent", b"Firefox"), (b"origin", b"http://localhost:8000")],
        "client": ("192.0.2.1", 1234),
        "app": inside(practice.app),
    }
    return Request(scope)


async def check(practice: WebService, invitation: str, person: str, pin: str = PIN) -> str:
    try:
        await check_pin(practice.identity, request(practice), invitation, PersonId(person), pin)
    except Refused as refused:
        return refused.code
    return ""


async def test_the_right_pin_of_somebody_on_the_seat_is_taken(practice: WebService, seat: str) -> None:
    assert await check(practice, seat, CLIENT) == ""
    assert await check(practice, seat, CLIENT, "738 104") == "", "as people write it"


async def test_another_pin_or_none_is_wrong_in_the_same_words(practice: WebService, seat: str) -> None:
    assert await check(practice, seat, CLIENT, "904417") == "sign_in.wrong"
    assert await check(practice, seat, FINN) == "sign_in.wrong"
    assert await check(practice, seat, "pt_nobody") == "link.invalid"
