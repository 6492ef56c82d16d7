"""Records over HTTP: what is there, what is not, and what nobody is told."""

from datetime import timedelta

import httpx
import pytest

from app.access.records.exports.callers import AccessTokens
from app.access.records.exports.pages import SOURCES
from app.exports.fhir.ids import fhir_id, person_in_session
from app.exports.fhir.scopes import read_scopes
from app.exports.fhir.search import TYPES
from clinic.common.ids import AppointmentId
from tests.app.api.fhir.conftest import Programme
from tests.app.conftest import WebService
from tests.support.schedule.afterwards.past import hold_session
from tests.support.schedule.world import World
from tests.support.service.systems import Ehr, connect_ehr


def minutes(encounter: dict[str, object]) -> object:
    length = encounter["length"]
    assert isinstance(length, dict)
    return length["value"]


def test_every_type_has_a_source() -> None:
    assert tuple(SOURCES) == TYPES


async def test_each_type_answers_a_bundle(programme: Programme) -> None:
    for type_ in TYPES:
        answer = await programme.ehr.get(type_)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/fhir+json"
        assert answer.json()["type"] == "searchset"


async def test_scenario_22_attendance_is_told_to_the_minute(programme: Programme) -> None:
    world, began = programme.world, programme.began + timedelta(days=2)

    def at(minute: float) -> timedelta:
        return timedelta(minutes=minute)

    member = [
        (began, began + at(40)),
        (began + at(40) + timedelta(seconds=20), began + at(91)),
        (began + at(96), began + at(150)),
        (began + at(150) + timedelta(seconds=20), began + at(180)),
    ]
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        session = await hold_session(
            unit,
            began,
            began + at(180),
            world.dana.person,
            {programme.cleo: member, programme.dev: [(began, began + at(180))]},
        )
    id_ = person_in_session(session, programme.cleo)
    found = (await programme.ehr.get(f"Encounter/{id_}")).json()
    assert minutes(found) == 175, "drops of 20 s are merged, five minutes away are not"
    assert found["extension"] == [{"url": "urn:attune:fhir:head-count", "valueUnsignedInt": 2}]
    assert found["class"]["code"] == "VR"
    assert [each["individual"]["display"] for each in found["participant"]] == ["Dana Rivera"]


async def test_a_couples_session_is_one_encounter_each_and_names_nobody_else(programme: Programme) -> None:
    session = programme.couple
    for one, other, told in ((programme.ana, programme.ben, 180), (programme.ben, programme.ana, 60)):
        id_ = person_in_session(session, one)
        for type_ in ("Encounter", "Appointment", "Provenance"):
            text = (await programme.ehr.get(f"{type_}/{id_}")).text
            assert fhir_id(other) not in text
            assert other not in text
            assert "head-count" not in text
        assert minutes((await programme.ehr.get(f"Encounter/{id_}")).json()) == told


async def test_somebody_who_did_not_come_has_no_encounter(programme: Programme) -> None:
    world, began = programme.world, programme.began
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        session = await hold_session(
            unit, began, began + timedelta(hours=1), world.dana.person, {}, absent=[programme.cleo]
        )
    id_ = person_in_session(session, programme.cleo)
    assert (await programme.ehr.get(f"Encounter/{id_}")).status_code == 404
    assert (await programme.ehr.get(f"Appointment/{id_}")).json()["status"] == "noshow"


@pytest.mark.parametrize(
    "query",
    [
        {"date": "yesterday"},
        {"date": "2025-13-01"},
        {"date": "2025-02-30"},
        {"date": "ne2025"},
        {"date": "2025-11-24T25:00:00Z"},
        {"_lastUpdated": "ge"},
        {"_count": "0"},
        {"_count": "-1"},
        {"_count": "many"},
        {"_count": "\u0664"},
        {"patient": "Practitioner/x"},
        {"patient": ""},
        {"status": "fini$hed"},
        {"_cursor": "!"},
        {"_cursor": "WyJhIl0"},
        {"_cursor": "W1tbW1tbW1tbW1tb"},
        {"_format": "xml"},
        {"_id": ",".join("a" * 101)},
    ],
)
async def test_a_malformed_search_is_refused_with_an_outcome(
    programme: Programme, query: dict[str, str]
) -> None:
    answer = await programme.ehr.get("Encounter", **query)
    assert answer.status_code == 400, answer.text
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    assert outcome["issue"][0]["code"] == "invalid"


async def test_an_unknown_parameter_is_left_out_and_said_so(programme: Programme) -> None:
    answer = await programme.ehr.get("Encounter", practitioner="x", status="finished")
    assert answer.status_code == 200
    bundle = answer.json()
    assert bundle["link"][0]["url"].endswith("/Encounter?status=finished")
    issues = bundle["entry"][-1]["resource"]["issue"]
    assert [each["expression"] for each in issues if each["severity"] == "warning"] == [["practitioner"]]


async def test_an_unknown_parameter_is_refused_where_that_is_preferred(programme: Programme) -> None:
    answer = await programme.ehr.get("Encounter", {"prefer": "handling=strict"}, practitioner="x")
    assert answer.status_code == 400


async def test_what_is_of_another_clinic_is_as_if_it_were_not(
    programme: Programme, other_world: World
) -> None:
    stranger = other_world.clients[0]
    began = programme.began
    clinic = other_world.clinic
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        session = await hold_session(
            unit,
            began,
            began + timedelta(hours=1),
            other_world.dana.person,
            {stranger: [(began, began + timedelta(hours=1))]},
        )
    ehr = programme.ehr
    nobody = await ehr.get("Patient/pt.-nobody000000")
    for path in (
        f"Patient/{fhir_id(stranger)}",
        f"Practitioner/{fhir_id(other_world.dana.person)}",
        f"Encounter/{person_in_session(session, stranger)}",
        f"Appointment/{person_in_session(session, stranger)}",
        f"Encounter/{person_in_session(session, programme.cleo)}",
        "Encounter/x..y",
        f"Encounter/{'a' * 200}",
    ):
        answer = await ehr.get(path)
        assert (answer.status_code, answer.json()) == (404, nobody.json()), path
    unknown = await ehr.get("Encounter", patient="Patient/pt.-nobody000000")
    strange = await ehr.get("Encounter", patient=f"Patient/{fhir_id(stranger)}")
    assert strange.json()["entry"] == unknown.json()["entry"]
    assert await ehr.found("Encounter", _id=person_in_session(session, stranger)) == []
    sessions = {each["id"] for each in await ehr.found("Encounter")}
    assert person_in_session(session, stranger) not in sessions


async def test_pages_lead_through_everything_once(programme: Programme) -> None:
    for type_ in ("Patient", "Encounter", "Appointment", "EpisodeOfCare", "Practitioner"):
        whole = [each["id"] for each in await programme.ehr.found(type_)]
        single = [each["id"] for each in await programme.ehr.found(type_, _count=1)]
        assert single == whole
        assert len(set(whole)) == len(whole) > 0


async def test_a_search_narrows_by_person_day_and_status(programme: Programme) -> None:
    ehr, began = programme.ehr, programme.began
    cleo = await ehr.found("Encounter", patient=f"Patient/{fhir_id(programme.cleo)}")
    assert [each["id"] for each in cleo] == [person_in_session(programme.group, programme.cleo)]
    day = began.date().isoformat()
    assert len(await ehr.found("Encounter", date=day)) == 4
    assert await ehr.found("Encounter", date=f"lt{day}") == []
    assert await ehr.found("Encounter", status="planned") == []
    posted = await ehr.web.post(
        "http://localhost:8000/fhir/r4/Encounter/_search",
        data={"date": day},
        headers={"authorization": f"Bearer {ehr.token}"},
    )
    assert len(posted.json()["entry"]) == 5


async def test_last_updated_is_when_a_system_saw_it_change(
    programme: Programme, web_service: WebService
) -> None:
    ehr, clinic = programme.ehr, programme.world.clinic
    before = await ehr.found("Patient")
    assert await ehr.found("Patient", _lastUpdated=f"gt{before[0]['meta']['lastUpdated']}") == []
    web_service.clock.time += 60
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        record = await unit.people.find(programme.cleo)
        assert record is not None
        await unit.people.archive(programme.cleo, clinic.now)
    changed = await ehr.found("Patient", _lastUpdated=f"gt{before[0]['meta']['lastUpdated']}")
    assert [(each["id"], each["active"]) for each in changed] == [(fhir_id(programme.cleo), False)]


async def test_scopes_bound_what_is_read(
    programme: Programme, world: World, client: httpx.AsyncClient
) -> None:
    narrow = await connect_ehr(world.clinic, client, "system/Patient.s")
    assert (await narrow.get("Patient")).status_code == 200
    assert (await narrow.get(f"Patient/{fhir_id(programme.cleo)}")).status_code == 403
    answer = await narrow.get("Encounter")
    assert answer.status_code == 403
    assert answer.json()["issue"][0]["code"] == "forbidden"
    # More in the token than in the registration is worth nothing.
    forged = AccessTokens("key").write(
        narrow.system.id, read_scopes("system/*.rs") or frozenset(), world.clinic.now
    )
    wide = Ehr(client, world.clinic, narrow.system, forged)
    assert (await wide.get("Encounter")).status_code == 403


async def test_without_a_good_token_nothing_is_told(programme: Programme, web_service: WebService) -> None:
    ehr = programme.ehr
    for headers in ({}, {"authorization": "Bearer x"}, {"authorization": f"Basic {ehr.token}"}):
        answer = await ehr.web.get("http://localhost:8000/fhir/r4/Patient", headers=headers)
        assert answer.status_code == 401
        assert answer.json()["resourceType"] == "OperationOutcome"
        assert answer.headers["www-authenticate"].startswith("Bearer")
    web_service.clock.time += 301
    assert (await ehr.get("Patient")).status_code == 401


async def test_each_page_is_one_entry_of_the_audit_trail(programme: Programme) -> None:
    clinic = programme.world.clinic
    await programme.ehr.get("Encounter")
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        entries = [each.entry for each in await unit.audit.page(0, 200)]
    last = entries[-1]
    assert (last.action, last.actor) == ("system.read", programme.ehr.system.id)
    assert last.facts == {"type": "Encounter", "records": 4}
    assert last.subjects == (programme.ehr.system.id, programme.ehr.recipient)


async def test_what_is_not_there_is_said_in_fhir(programme: Programme) -> None:
    for method, path, status in (
        ("GET", "Medication", 404),
        ("GET", "a/b/c", 404),
        ("POST", "Patient", 405),
        ("DELETE", "Patient/x", 405),
    ):
        answer = await programme.ehr.web.request(
            method,
            f"http://localhost:8000/fhir/r4/{path}",
            headers={"authorization": f"Bearer {programme.ehr.token}"},
        )
        assert answer.status_code == status
        assert answer.json()["resourceType"] == "OperationOutcome"


async def test_a_planned_session_is_an_appointment_alone(programme: Programme, world: World) -> None:
    planned = (await world.plan())[0]
    id_ = person_in_session(AppointmentId(planned["id"]), programme.cleo)
    assert (await programme.ehr.get(f"Appointment/{id_}")).json()["status"] == "booked"
    assert (await programme.ehr.get(f"Encounter/{id_}")).status_code == 404
