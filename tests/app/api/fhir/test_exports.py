"""Files of everything: asked for, waited for, fetched, interrupted and resumed."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.access.records.exports import writing
from app.access.records.exports.writing import ExportWriter
from app.exports.fhir.search import TYPES
from app.persistence.unit_of_work import StorageUnavailable
from tests.app.api.fhir.conftest import Programme
from tests.app.api.fhir.test_part2 import export
from tests.app.conftest import WebService
from tests.support.schedule.world import World
from tests.support.service.systems import Ehr, connect_ehr


async def ask(ehr: Ehr, path: str = "$export") -> str:
    answer = await ehr.get(path)
    assert answer.status_code == 202, answer.text
    return answer.headers["content-location"]


async def finish(service: WebService, **options: Any) -> None:
    writer = ExportWriter(service.store, service.clock, **options)
    while await writer.step():
        pass


async def lines(ehr: Ehr, manifest: dict[str, Any]) -> list[str]:
    found = list[str]()
    for each in manifest["output"]:
        answer = await ehr.get(each["url"])
        assert answer.headers["content-type"].startswith("application/fhir+ndjson")
        found += answer.text.splitlines()
    return found


async def test_an_export_holds_what_pages_hold(programme: Programme, web_service: WebService) -> None:
    manifest, files = await export(programme.ehr, web_service, "$export")
    assert manifest["requiresAccessToken"] is True
    assert manifest["request"] == "http://localhost:8000/fhir/r4/$export"
    for type_ in TYPES:
        pages = [each["id"] for each in await programme.ehr.found(type_)]
        assert [each["id"] for each in files.get(type_, [])] == pages


async def test_nothing_is_there_before_it_is_written(programme: Programme, web_service: WebService) -> None:
    status = await ask(programme.ehr)
    waiting = await programme.ehr.get(status)
    assert waiting.status_code == 202
    assert waiting.headers["retry-after"] == "5"
    assert waiting.headers["x-progress"] == f"0 of {len(TYPES)} types"
    await finish(web_service)
    assert (await programme.ehr.get(status)).headers["expires"].endswith("GMT")


async def test_an_interrupted_export_goes_on_where_it_was(
    programme: Programme, web_service: WebService, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = await ask(programme.ehr)
    first = ExportWriter(web_service.store, web_service.clock, file_bytes=1)
    for _ in range(4):
        assert await first.step()

    # The service is away in the middle of a file: nothing of it is kept.
    async def away(*_: object, **__: object) -> Any:
        raise StorageUnavailable("away")

    with monkeypatch.context() as patched:
        patched.setattr(writing.Reading, "batch", away)
        with pytest.raises(StorageUnavailable):
            await first.step()
    await finish(web_service, file_bytes=1)
    resumed = await lines(programme.ehr, (await programme.ehr.get(status)).json())
    whole = await ask(programme.ehr)
    await finish(web_service)
    at_once = await lines(programme.ehr, (await programme.ehr.get(whole)).json())
    assert [json.loads(each)["id"] for each in resumed] == [json.loads(each)["id"] for each in at_once]


async def test_an_export_that_fails_again_and_again_is_given_up_and_can_be_asked_for_again(
    programme: Programme, web_service: WebService, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = await ask(programme.ehr)
    writer = ExportWriter(web_service.store, web_service.clock)

    async def broken(*_: object, **__: object) -> Any:
        raise ValueError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(writing.Reading, "judge", broken)
        for _ in range(5):
            with pytest.raises(ValueError, match="broken"):
                await writer.step()
        assert not await writer.step()
    answer = await programme.ehr.get(status)
    assert answer.status_code == 500
    assert answer.json()["resourceType"] == "OperationOutcome"
    again = await ask(programme.ehr)
    await finish(web_service)
    assert (await programme.ehr.get(again)).status_code == 200


async def test_since_holds_what_has_changed_alone(programme: Programme, web_service: WebService) -> None:
    ehr, clinic = programme.ehr, programme.world.clinic
    manifest, _ = await export(ehr, web_service, "$export")
    web_service.clock.time += 60
    nothing, _ = await export(ehr, web_service, f"$export?_since={manifest['transactionTime']}")
    assert nothing["output"] == []
    web_service.clock.time += 60
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.people.archive(programme.cleo, clinic.now)
    _, files = await export(ehr, web_service, f"$export?_since={nothing['transactionTime']}")
    assert {type_: len(each) for type_, each in files.items()} == {"Patient": 1, "OperationOutcome": 1}


async def test_at_the_level_of_patients_there_are_no_staff(
    programme: Programme, web_service: WebService
) -> None:
    _, files = await export(programme.ehr, web_service, "Patient/$export")
    assert "Practitioner" not in files
    assert "Encounter" in files


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("_since=yesterday", 400),
        ("_since=2025-11-24", 400),
        ("_since=2025-11-24T10:00:00Z&_since=2025-11-24T10:00:00Z", 400),
        ("_outputFormat=text/csv", 400),
        ("_type=Medication", 400),
        ("_type=", 400),
        ("_type=Encounter,Medication", 202),
        ("_typeFilter=Encounter%3Fdate%3D2025", 202),
    ],
)
async def test_what_an_export_is_asked_with_is_checked(programme: Programme, query: str, status: int) -> None:
    assert (await programme.ehr.get(f"http://localhost:8000/fhir/r4/$export?{query}")).status_code == status


async def test_what_is_not_known_is_refused_where_that_is_preferred(programme: Programme) -> None:
    for query in ("_typeFilter=x", "_type=Medication,Encounter"):
        url = f"http://localhost:8000/fhir/r4/$export?{query}"
        answer = await programme.ehr.get(url, {"prefer": "respond-async, handling=strict"})
        assert answer.status_code == 400


async def test_others_know_nothing_of_an_export(
    programme: Programme, web_service: WebService, other_world: World, client: httpx.AsyncClient
) -> None:
    status = await ask(programme.ehr)
    await finish(web_service)
    file = (await programme.ehr.get(status)).json()["output"][0]["url"]
    for stranger in (
        await connect_ehr(other_world.clinic, client),
        await connect_ehr(programme.world.clinic, client),
    ):
        for url in (status, file):
            assert (await stranger.get(url)).status_code == 404
    for group in ("co.-nobody000000", "x", "pt.-1"):
        assert (await programme.ehr.get(f"Group/{group}/$export")).status_code == 404


async def test_exports_are_bounded_and_can_be_removed(programme: Programme, web_service: WebService) -> None:
    first, _ = await ask(programme.ehr), await ask(programme.ehr)
    answer = await programme.ehr.get("$export")
    assert answer.status_code == 429
    assert answer.headers["retry-after"]
    removed = await programme.ehr.web.delete(
        first, headers={"authorization": f"Bearer {programme.ehr.token}"}
    )
    assert removed.status_code == 202
    assert (await programme.ehr.get(first)).status_code == 404
    assert (await programme.ehr.get("$export")).status_code == 202


async def test_files_are_removed_after_a_day(programme: Programme, web_service: WebService) -> None:
    status = await ask(programme.ehr)
    await finish(web_service)
    web_service.clock.time += timedelta(days=1).total_seconds()
    await ExportWriter(web_service.store, web_service.clock).remove_expired()
    clinic = programme.world.clinic
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        assert await unit.outward.exports.files(status.rpartition("/")[2]) == []


async def test_a_withdrawn_system_is_written_nothing(programme: Programme, web_service: WebService) -> None:
    await ask(programme.ehr)
    clinic = programme.world.clinic
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.outward.systems.change(replace(programme.ehr.system, withdrawn_at=clinic.now))
    await finish(web_service)
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        open_, _ = await unit.outward.exports.count(programme.ehr.system.id)
        assert open_ == 0
    assert (await programme.ehr.get("Patient")).status_code == 401


async def test_the_task_writes_when_it_is_woken(programme: Programme, web_service: WebService) -> None:
    writer = ExportWriter(web_service.store, web_service.clock)
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(writer.run())
        status = await ask(programme.ehr)
        writer.wake()
        # Each look lets the task go on.
        while (await programme.ehr.get(status)).status_code == 202:
            pass
        running.cancel()
