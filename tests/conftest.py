"""What holds for every test: no task is left running, a skipped test says why, and what takes long begins first."""

import asyncio
import gc
import inspect
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.browsers.chromium import missing_programs
from tests.support.thorough import THOROUGH

# How fast a machine draws and runs examples says nothing about what is tested.
settings.register_profile(
    "attune",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=100 if THOROUGH else 25,
)
settings.load_profile("attune")

# A cancelled task needs a few turns of the loop to end; one that is still there after these was forgotten.
_TURNS = 25


_LONG = (
    "rooms/test_room.py",
    "app/api/clinic/safety/test_partners_alike.py",
    "app/cli/test_main.py",
    "app/api/clinic/document/test_odd_values.py",
    "app/api/clinic/document/test_conformance.py",
    "app/api/clinic/people/test_access.py",
    "app/api/clinic/programme/support/test_peers_alike.py",
    "bench/clinic/test_asks.py",
    "app/live/test_journal.py",
    "app/access/test_reading.py",
    "app/access/safety/test_escalating.py",
    "app/api/fhir/test_exports.py",
    "app/access/mail/test_notices.py",
    "fuzz/test_targets.py",
    "app/wiring/test_serving.py",
    "app/api/clinic/document/test_scopes.py",
    "app/access/schedule/sessions/test_merges.py",
    "media/room/test_distribution.py",
    "rooms/rules/common/test_facts.py",
    "app/live/test_random_record.py",
    "practice/people/test_mind.py",
    "media/pool/test_pool.py",
    "app/runtime/test_private_files.py",
    "app/wiring/test_mail.py",
    "rooms/test_machines.py",
    "rooms/rules/side_channels/test_chat.py",
    "clinic/attendance/test_year.py",
    "rooms/incremental/test_view_cache.py",
    "rooms/rules/couples/test_part.py",
    "app/runtime/test_garbage.py",
)
"""Files that take long. They begin first, or a process would be alone with one of them in the end."""


# Thousands of tests and all their modules stay in memory. To walk through them again and again finds no garbage.
gc.set_threshold(50_000, 20, 20)


def pytest_collection_finish() -> None:
    """Leave what is there before the first test out of every later collection."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take long first."""
    order = {Path(__file__).parent / file: place for place, file in enumerate(_LONG)}
    items.sort(key=lambda item: order.get(item.path, len(order)))


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
