"""The real service on a real PostgreSQL that goes down during a session and comes back."""

from pathlib import Path

import asyncpg
import pytest

from tests.support.databases.postgres import find_programs, run_server
from tests.support.service.service import running_service
from tests.support.service.wire_client import open_client


@pytest.mark.postgres
@pytest.mark.skipif(find_programs() is None, reason="PostgreSQL is not installed")
async def test_the_room_goes_on_without_its_database_and_the_record_is_whole(tmp_path: Path) -> None:
    programs = find_programs()
    assert programs is not None
    with run_server(programs) as server:
        url = server.make_database()
        async with (
            running_service(tmp_path, ATTUNE_DATABASE_URL=url) as service,
            open_client(service.links["Dr. Rivera"]) as staff,
            open_client(service.links["Ana"]) as ana,
        ):
            await staff.until_view(lambda view: view["waiting"], "Ana waits")
            await staff.ask("seat.admit_all")
            await ana.until_view(lambda view: "floor" in view, "in the room")
            person = ana.view["you"]["people"][0]
            server.stop()
            assert (await ana.floor("request", person=person))["type"] == "ok"
            await staff.until_view(lambda view: person in view["floor"]["queue"], "the hand is seen")
            await staff.until_view(lambda view: view["notices"] == ["storage_behind"], "staff are told")
            assert (await staff.floor("grant", person=person))["type"] == "ok"
            server.start()
            await staff.until_view(lambda view: view["notices"] == [], "the record is written")
            kinds = await _kinds(url)
        assert kinds.index("hand.up") < kinds.index("floor.granted")
        assert (await _kinds(url))[: len(kinds)] == kinds


async def _kinds(url: str) -> list[str]:
    """Return the kinds of the events of the session that runs, after checking that no position is missing."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        rows = await connection.fetch(
            "SELECT position, kind FROM room_events"
            " WHERE session_id = (SELECT session_id FROM room_events ORDER BY at DESC LIMIT 1)"
            " ORDER BY position"
        )
    finally:
        await connection.close()
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    return [row["kind"] for row in rows]
