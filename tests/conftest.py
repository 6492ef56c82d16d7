"""What holds for every test: no task is left running, and a skipped test says why."""

import asyncio
import inspect
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support.browsers.chromium import missing_programs

# How fast a machine draws and runs examples says nothing about what is tested.
settings.register_profile("attune", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("attune")

# A cancelled task needs a few turns of the loop to end; one that is still there after these was forgotten.
_TURNS = 25


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what drives a browser where a program for it is missing."""
    if item.get_closest_marker("browser") and (missing := missing_programs()):
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture(autouse=True)
def no_task_is_left(request: pytest.FixtureRequest) -> None:
    """Fail an async test that leaves a task behind; its fixtures are finished by then."""
    if inspect.iscoroutinefunction(getattr(request, "function", None)):
        request.getfixturevalue("watch_tasks")


@pytest.fixture
async def watch_tasks() -> AsyncIterator[None]:
    """Compare the loop's tasks before and after."""
    before = asyncio.all_tasks()
    yield
    for _ in range(_TURNS):
        left = asyncio.all_tasks() - before - {asyncio.current_task()}
        if not left:
            return
        await asyncio.sleep(0)
    pytest.fail("tasks outlive the test: " + ", ".join(sorted(map(repr, left))))
