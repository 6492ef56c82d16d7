"""The people of the tests about support after treatment."""

import httpx
import pytest

from tests.app.api.clinic.people.conftest import clinic
from tests.support.schedule.network import SupportCast, cast_network
from tests.support.service.clinics import Clinic

__all__ = ["cast", "clinic"]


@pytest.fixture
async def cast(clinic: Clinic, client: httpx.AsyncClient) -> SupportCast:
    return await cast_network(clinic, client)
