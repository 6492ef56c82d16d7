"""What clients ask, as staff see and answer it."""

from datetime import timedelta

from app.access.records.copies.making import CopyMaker
from tests.app.api.clinic.records.conftest import Archive
from tests.app.mail.outbox import Clock


async def test_staff_have_a_copy_made_for_somebody_who_asked_in_writing(archive: Archive) -> None:
    asked = await archive.admin.post(f"/people/{archive.ana.person}/copies", {"language": "en"})
    assert asked.status_code == 201, asked.text
    assert (asked.json()["written"], asked.json()["by"]["name"]) == (True, "Adam Admin")
    again = await archive.admin.post(f"/people/{archive.ana.person}/copies", {"language": "en"})
    assert (again.status_code, again.json()["code"]) == (409, "copy.waiting")
    await CopyMaker(archive.clinic.store, Clock(archive.clinic.now)).make_waiting()
    (copy,) = (await archive.owner.get("/records/copies")).json()
    assert copy["person"]["name"] == "Ana Lopez"
    file = await archive.owner.get(f"/records/copies/{copy['id']}/file")
    assert (file.status_code, file.headers["content-type"]) == (200, "application/zip")
    own = (await archive.ana.get("/me/data")).json()["copies"]
    assert [one["id"] for one in own] == [copy["id"]], "the client sees that it was made"


async def test_corrections_wait_with_their_deadline_page_by_page(archive: Archive) -> None:
    body = {"about": "name", "wrong": "Anna", "right": "Ana"}
    made = [(await archive.ana.post("/me/data/corrections", body)).json() for _ in range(3)]
    first = (await archive.admin.get("/records/corrections", limit=2)).json()
    second = (await archive.admin.get("/records/corrections", limit=2, cursor=first["next"])).json()
    found = [*first["items"], *second["items"]]
    assert {one["id"] for one in found} == {one["id"] for one in made}
    assert second["next"] is None
    now = archive.clinic.now
    assert found[0]["due_at"] == f"{now + timedelta(days=60):%Y-%m-%dT%H:%M:%S}Z"
    accepted = await archive.admin.change(
        "POST", f"/records/corrections/{found[0]['id']}/answer", {"move": "accept"}, 1
    )
    assert accepted.json()["state"] == "accepted"
    done = (await archive.admin.get("/records/corrections", state="accepted")).json()
    assert [one["id"] for one in done["items"]] == [found[0]["id"]]
    late = await archive.admin.change(
        "POST", f"/records/corrections/{found[0]['id']}/answer", {"move": "accept"}, 2
    )
    assert (late.status_code, late.json()["code"]) == (409, "correction.no_move")
