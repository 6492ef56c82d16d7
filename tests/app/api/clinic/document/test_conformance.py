"""The requests hold what their description says, whoever asks: Schemathesis tries every one of them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from app.api.rate_limit import RateLimit
from app.persistence.unit_of_work import Database
from tests.app.conftest import WebService, inside
from tests.support.described.bridge import Bridge
from tests.support.described.clinic import fill, find_callers
from tests.support.described.conformance import Plan, run
from tests.support.service.clinics import open_clinic
from tests.support.thorough import THOROUGH

PLAN = (
    Plan(25, frozenset({"examples", "coverage", "fuzzing", "stateful"}))
    if THOROUGH
    else Plan(1, frozenset({"examples", "fuzzing"}))
)

SLOW = pytest.mark.slow
"""Who may do most and who least are asked each time; who stands between them, in the thorough tests."""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])])
def url(request: pytest.FixtureRequest) -> str:
    """A database; the long tests take PostgreSQL too, which is stricter."""
    found: str = request.getfixturevalue(f"migrated_{request.param}_url")
    return found


@pytest.fixture(name="sqlite")
async def _database(url: str) -> AsyncIterator[Database]:
    database = Database.at(url)
    yield database
    await database.close()


@pytest.mark.timeout(3_000)
@pytest.mark.parametrize(
    "who",
    [
        pytest.param("stranger", marks=SLOW),
        "owner",
        pytest.param("therapist", marks=SLOW),
        pytest.param("client", marks=SLOW),
    ],
)
async def test_every_request_holds_what_is_described(
    web_service: WebService, client: httpx.AsyncClient, who: str
) -> None:
    # What counts here is what is answered, not how often one may ask.
    services = replace(web_service.services, strangers=RateLimit(burst=1_000_000, per_s=1_000.0))
    inside(web_service.app).state.services = services
    callers = await find_callers(await open_clinic(services.clinics, "here", web_service.now), client)
    known = await fill(callers)
    visitor = callers.of(who)

    async def sign_in_again() -> str:
        assert visitor is not None, "a stranger has no cookie"
        return await callers.sign_in_again(visitor)

    secret = visitor.secret if visitor else ""
    bridge = Bridge(web_service.app, secret, sign_in_again)
    outcome = await asyncio.to_thread(run, bridge, secret, known, PLAN)
    document = (await client.get("/api/v1/openapi.json")).json()
    described = {
        f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods
    }
    assert outcome.failures == {}
    assert described <= outcome.operations
