"""Files of a large clinic: written in bounded memory, each encounter once."""

import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import insert

from app.access.records.exports.bulk import KEPT
from app.access.records.exports.writing import FILE_BYTES, ExportWriter
from app.persistence.models.live.record import PresenceIntervalRow
from app.persistence.models.live.sessions import SeatRow, SessionRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow, SeriesRow
from app.persistence.repositories.records.exports import Export, ExportState
from tests.app.conftest import WebService
from tests.support.schedule.world import World
from tests.support.service.systems import connect_ehr

MEMORY = 24 * 1024 * 1024
"""Bytes: two batches of sessions and two files of text."""


def rows(world: World, sessions: int) -> Iterator[dict[type[Any], list[dict[str, Any]]]]:
    """Yield the rows of sessions that are over, a hundred sessions at once, of five clients each."""
    clinic = world.clinic
    series = {
        "id": "sr_many",
        "clinic_id": clinic.id,
        "starts_local": "2025-01-01T09:00",
        "zone": "UTC",
        "duration_min": 50,
        "title": "Group",
        "kind": "group",
        "track": "group",
        "break_min": 0,
        "policy": {},
        "people": [],
        "overrides": [],
        "cameras": {},
    }
    yield {SeriesRow: [series]}
    for start in range(0, sessions, 100):
        found: dict[type[Any], list[dict[str, Any]]] = {
            each: [] for each in (AppointmentRow, SessionRow, SeatRow, AttendeeRow, PresenceIntervalRow)
        }
        for number in range(start, min(sessions, start + 100)):
            id_ = f"ss_{number:012}"
            begins = clinic.now - timedelta(days=300) + timedelta(hours=2 * number)
            ends = begins + timedelta(minutes=50)
            common = {"id": id_, "clinic_id": clinic.id, "title": "Group", "kind": "group", "policy": {}}
            found[AppointmentRow].append(
                {
                    **common,
                    "series_id": "sr_many",
                    "track": "group",
                    "zone": "UTC",
                    "begins_at": begins,
                    "ends_at": ends,
                    "opens_at": begins,
                }
            )
            found[SessionRow].append({**common, "opens_at": begins, "closes_at": ends, "ended_at": ends})
            for place, person in enumerate(world.clients):
                seat = f"se_{number:09}{place:03}"
                found[SeatRow].append(
                    {"id": seat, "session_id": id_, "position": place, "role": "member", "link_version": 1}
                )
                found[AttendeeRow].append(
                    {
                        "appointment_id": id_,
                        "person_id": person,
                        "clinic_id": clinic.id,
                        "role": "member",
                        "begins_at": begins,
                        "ends_at": ends,
                    }
                )
                found[PresenceIntervalRow].append(
                    {
                        "session_id": id_,
                        "person_id": person,
                        "seat_id": seat,
                        "started_at": begins,
                        "ended_at": ends,
                    }
                )
        yield found


async def export(world: World, client: httpx.AsyncClient, service: WebService, sessions: int) -> int:
    """Let many encounters be written; return the most bytes that this took at any time."""
    clinic = world.clinic
    ehr = await connect_ehr(clinic, client)
    made = Export("ex_many", clinic.id, ehr.system.id, ("Encounter",), "x", clinic.now, clinic.now + KEPT)
    for some in rows(world, sessions):
        async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
            for table, values in some.items():
                await unit.session.execute(insert(table), values)
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.outward.exports.add(made)
    writer = ExportWriter(service.store, service.clock)
    tracemalloc.start()
    try:
        while await writer.step():
            pass
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    seen = set[str]()
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        done = await unit.outward.exports.find("ex_many", ehr.system.id)
        assert done is not None
        assert done.state is ExportState.DONE
        files = await unit.outward.exports.files("ex_many")
        for file in files:
            _, content = await unit.outward.exports.content("ex_many", file.number) or (file, "")
            assert len(content) < 2 * FILE_BYTES
            if file.type == "Encounter":
                seen.update(line.split('"id":"')[1].split('"')[0] for line in content.splitlines())
    assert sum(file.records for file in files if file.type == "Encounter") == len(seen)
    assert len(seen) == sessions * len(world.clients)
    return most


async def test_hundreds_of_encounters_are_written_once_each(
    world: World, client: httpx.AsyncClient, web_service: WebService
) -> None:
    assert await export(world, client, web_service, 60) < MEMORY


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_ten_thousand_encounters_need_no_more_memory(
    world: World, client: httpx.AsyncClient, web_service: WebService
) -> None:
    assert await export(world, client, web_service, 2_000) < MEMORY
