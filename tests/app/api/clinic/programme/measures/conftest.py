"""The clinic of the tests about measures."""

import httpx
import pytest

from tests.app.api.clinic.people.conftest import clinic, elsewhere
from tests.app.conftest import WebService
from tests.support.databases.built_once import BuiltOnce
from tests.support.schedule.afterwards.measured import MeasuredClinic, gather_measured
from tests.support.service.clinics import Clinic

__all__ = ["clinic", "elsewhere", "measured"]


@pytest.fixture
async def measured(
    web_service: WebService, clinic: Clinic, client: httpx.AsyncClient, built_once: BuiltOnce
) -> MeasuredClinic:
    return await built_once.step("measured", lambda: gather_measured(clinic, client), client, clinic)
