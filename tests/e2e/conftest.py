"""One service, one set of browsers and one group in its room, shared by all tests of a module."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.group import Group, open_group
from tests.support.browsers.chromium import Browsers, open_browsers
from tests.support.service.service import Service, running_service
from tests.support.service.waiting import PATIENCE_S

# Two windows on a busy machine draw late.
expect.set_options(timeout=PATIENCE_S * 1000)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """The real service on fresh data; it must shut down cleanly at the end."""
    # Five browsers on a small machine: one small layer leaves it some capacity.
    async with running_service(tmp_path_factory.mktemp("service"), ATTUNE_PICTURE_HEIGHT="180") as service:
        yield service


@pytest_asyncio.fixture(loop_scope="module")
async def own_service(tmp_path: Path) -> AsyncIterator[Service]:
    """The real service for one test alone."""
    async with running_service(tmp_path, ATTUNE_PICTURE_HEIGHT="180") as service:
        yield service


@pytest_asyncio.fixture(loop_scope="module")
async def hurried_service(tmp_path: Path) -> AsyncIterator[Service]:
    """The same, with a clock that can be advanced."""
    async with running_service(tmp_path, hurried=True, ATTUNE_PICTURE_HEIGHT="180") as service:
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browsers() -> AsyncIterator[Browsers]:
    """Chromium, one process for each voice."""
    async with open_browsers() as browsers:
        yield browsers


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def group(service: Service, browsers: Browsers) -> Group:
    """Five seats at their check pages; nobody has joined yet."""
    return await open_group(service, browsers)
