"""A client's documents, for staff, on the wire."""

from clinic.consents.documents import DocumentKind
from tests.app.api.clinic.consents.conftest import Cast, shipped_id

K = DocumentKind


async def test_staff_see_what_is_due_and_note_what_they_heard(cast: Cast) -> None:
    path = f"/people/{cast.ana.person}/agreements"
    found = (await cast.dana.get(path)).json()
    assert [each["kind"] for each in found["due"]] == ["agreement", "telehealth"]
    assert (found["offered"], found["team"]) == ([], [])
    body = {"version": shipped_id(K.TELEHEALTH), "language": "en"}
    noted = await cast.dana.post(path, body)
    assert (noted.status_code, noted.json()["method"]) == (201, "verbal")
    assert (noted.json()["heard_by"]["name"], noted.json()["place"]) == ("Dana Therapist", "NY")
    ended = await cast.dana.post(f"{path}/{noted.json()['id']}/withdraw")
    assert ended.json()["state"] == "withdrawn"


async def test_what_names_a_recipient_is_not_heard_but_signed(cast: Cast) -> None:
    path = f"/people/{cast.ana.person}/agreements"
    answer = await cast.dana.post(path, {"version": shipped_id(K.PART2), "language": "en"})
    assert answer.json()["errors"] == [{"field": "method", "code": "consent.in_writing"}]


async def test_the_clients_own_page_shows_what_staff_noted(cast: Cast) -> None:
    body = {"version": shipped_id(K.AGREEMENT), "language": "en"}
    await cast.dana.post(f"/people/{cast.ana.person}/agreements", body)
    (signed,) = (await cast.ana.get("/me/agreements")).json()["signed"]
    assert (signed["kind"], signed["method"], signed["heard_by"]["name"]) == (
        "agreement",
        "verbal",
        "Dana Therapist",
    )
