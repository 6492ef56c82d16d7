import httpx

from app.runtime.clock import to_datetime
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.service.clinics import open_clinic


def thing(id_: str, kind: str, name: str | None) -> dict[str, str | None]:
    return {"id": id_, "kind": kind, "name": name, "at": None}


async def test_the_trail_is_read_page_by_page(web_service: WebService, client: httpx.AsyncClient) -> None:
    clinic = await open_clinic(web_service.services.clinics, "here", to_datetime(web_service.clock.now()))
    director = await clinic.staff("Dr. Rivera", StaffRole.CLINICAL_DIRECTOR)
    visitor = await clinic.sign_in(client, director)
    ana = await clinic.client("Ana")
    for _ in range(3):
        await visitor.get(f"/people/{ana}")
    first = (await visitor.get("/audit", action="person", limit=2)).json()
    second = (await visitor.get("/audit", action="person", limit=2, cursor=first["next"])).json()
    assert [one["action"] for one in first["items"]] == ["person.read"] * 2
    both = (await visitor.get("/audit", action="couple,person", limit=1)).json()
    assert both["items"] == first["items"][:1]
    assert first["items"][0]["actor"] == thing(director, "staff", "Dr. Rivera")
    assert first["items"][0]["subject"] == thing(ana, "client", "Ana")
    assert first["items"][-1]["number"] > second["items"][0]["number"]


async def test_an_auditor_reads_the_names_of_staff_and_of_no_client(
    web_service: WebService, client: httpx.AsyncClient
) -> None:
    clinic = await open_clinic(web_service.services.clinics, "here", to_datetime(web_service.clock.now()))
    director = await clinic.staff("Dr. Rivera", StaffRole.CLINICAL_DIRECTOR)
    ana = await clinic.client("Ana")
    await (await clinic.sign_in(client, director)).get(f"/people/{ana}")
    auditor = await clinic.sign_in(client, await clinic.staff("Noor", StaffRole.AUDITOR))
    answer = await auditor.get("/audit", action="person", actor=director)
    (entry,) = answer.json()["items"]
    assert entry["actor"] == thing(director, "staff", "Dr. Rivera")
    assert entry["subject"] == thing(ana, "client", None)
    assert (entry["others"], entry["more"]) == ([], 0)
    assert "Ana" not in answer.text


async def test_a_clinician_may_not_read_it(web_service: WebService, client: httpx.AsyncClient) -> None:
    clinic = await open_clinic(web_service.services.clinics, "here", to_datetime(web_service.clock.now()))
    visitor = await clinic.sign_in(client, await clinic.staff("Sam", StaffRole.CLINICIAN))
    answer = await visitor.get("/audit")
    assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")
