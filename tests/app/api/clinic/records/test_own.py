"""A client's own page: a copy of what is kept, and what they want corrected."""

import io
import json
import zipfile
from datetime import timedelta

from app.access.records.copies.making import CopyMaker
from clinic.identity.access import PrincipalKind
from tests.app.api.clinic.records.conftest import Archive
from tests.app.mail.outbox import Clock


async def test_a_client_asks_for_a_copy_and_fetches_it(archive: Archive) -> None:
    asked = await archive.ana.post("/me/data/copies", {"language": "es"})
    assert asked.status_code == 201, asked.text
    path = f"/me/data/copies/{asked.json()['id']}/file"
    early = await archive.ana.get(path)
    assert (early.status_code, early.json()["code"]) == (409, "copy.closed")
    await CopyMaker(archive.clinic.store, Clock(archive.clinic.now)).make_waiting()
    (copy,) = (await archive.ana.get("/me/data")).json()["copies"]
    assert (copy["state"], copy["written"]) == ("ready", False)
    file = await archive.ana.get(path)
    assert file.headers["content-disposition"] == 'attachment; filename="copy.zip"'
    assert file.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(file.content)) as opened:
        data = json.loads(opened.read("data.json"))
    assert data["sections"]["profile"][0]["display_name"] == "Ana Lopez"
    assert (await archive.admin.get(f"/records/copies/{copy['id']}/file")).json()["code"] == "copy.unknown"


async def test_it_needs_a_fresh_proof(archive: Archive) -> None:
    late = await archive.clinic.sign_in(
        archive.web, archive.ana.person, PrincipalKind.CLIENT, proved_before=timedelta(minutes=6)
    )
    answer = await late.post("/me/data/copies", {"language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (403, "access.proof_needed")


async def test_a_client_asks_for_a_correction_takes_it_back_or_answers_a_refusal(archive: Archive) -> None:
    body = {"about": "contact", "wrong": "Apartment 8", "right": "Apartment 3"}
    first = (await archive.ana.post("/me/data/corrections", body)).json()
    second = (await archive.ana.post("/me/data/corrections", body)).json()
    assert first["state"] == "asked"
    gone = await archive.ana.change("POST", f"/me/data/corrections/{first['id']}/withdraw", None, 1)
    assert gone.json()["state"] == "withdrawn"
    declined = await archive.admin.change(
        "POST",
        f"/records/corrections/{second['id']}/answer",
        {"move": "decline", "words": "It is right."},
        1,
    )
    assert declined.json()["decided_by"]["name"] == "Adam Admin"
    said = await archive.ana.change(
        "POST", f"/me/data/corrections/{second['id']}/disagree", {"words": "It is not."}, 2
    )
    assert (said.json()["answer"], said.json()["disagreement"]) == ("It is right.", "It is not.")
    listed = (await archive.ana.get("/me/data")).json()["corrections"]
    assert {one["id"]: one["state"] for one in listed} == {
        first["id"]: "withdrawn",
        second["id"]: "declined",
    }
    empty = await archive.ana.post("/me/data/corrections", body | {"right": " "})
    assert empty.json()["errors"] == [{"field": "right", "code": "field.required"}]
