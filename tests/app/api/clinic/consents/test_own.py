"""One's own documents on the wire."""

from datetime import timedelta

from clinic.consents.documents import DocumentKind
from tests.app.api.clinic.consents.conftest import Cast, shipped_id

K = DocumentKind


async def test_what_is_due_is_read_signed_and_kept_as_a_copy(cast: Cast) -> None:
    found = (await cast.ana.get("/me/agreements")).json()
    assert [each["kind"] for each in found["due"]] == ["agreement", "telehealth"]
    first = found["due"][0]
    assert (first["text"]["language"], [each["language"] for each in first["others"]]) == ("en", ["es"])
    signed = await cast.ana.post("/me/agreements", {"version": first["version"], "language": "es"})
    assert signed.status_code == 201, signed.text
    copy = (await cast.ana.get(f"/me/agreements/{signed.json()['id']}")).json()
    assert (copy["language"], copy["title"]) == ("es", "Cuidar la privacidad de este espacio")
    assert copy["blocks"] == first["others"][0]["blocks"]
    again = (await cast.ana.get("/me/agreements")).json()
    assert [each["kind"] for each in again["due"]] == ["telehealth"]
    assert [each["state"] for each in again["signed"]] == ["in_force"]


async def test_a_repeated_request_signs_once(cast: Cast) -> None:
    body = {"version": shipped_id(K.AGREEMENT), "language": "en"}
    ids = {
        (await cast.ana.post("/me/agreements", body, **{"idempotency-key": "k" * 10})).json()["id"]
        for _ in "ab"
    }
    assert len(ids) == 1


async def test_a_text_that_changed_meanwhile_names_the_new_one(cast: Cast) -> None:
    newer = await cast.put_in_force()
    answer = await cast.ana.post("/me/agreements", {"version": shipped_id(K.AGREEMENT), "language": "en"})
    assert (answer.status_code, answer.json()["code"], answer.json()["reason"]) == (
        409,
        "consent.changed",
        newer,
    )
    due = (await cast.ana.get("/me/agreements")).json()["due"]
    assert due[0]["version"] == newer


async def test_what_is_withdrawn_has_ended_and_cannot_be_withdrawn_again(cast: Cast) -> None:
    body = {"version": shipped_id(K.OBSERVERS), "language": "en"}
    signed = (await cast.ana.post("/me/agreements", body)).json()
    ended = await cast.ana.post(f"/me/agreements/{signed['id']}/withdraw")
    assert (ended.status_code, ended.json()["state"]) == (200, "withdrawn")
    again = await cast.ana.post(f"/me/agreements/{signed['id']}/withdraw")
    assert (again.status_code, again.json()["code"]) == (409, "consent.ended")


async def test_somebody_may_be_let_read_more_until_a_last_day(cast: Cast) -> None:
    found = (await cast.ana.get("/me/agreements")).json()
    assert [each["name"] for each in found["team"]] == ["Dana Therapist"]
    (offer,) = found["offered"]
    assert offer["kind"] == "release"
    assert "sud_track" not in offer["categories"]
    last = (cast.clinic.now + timedelta(days=30)).date()
    terms = {
        "recipient": cast.dana.person,
        "purpose": " Plan care ",
        "categories": ["participation"],
        "expires_on": last.isoformat(),
    }
    body = {"version": offer["version"], "language": "en", "terms": terms}
    signed = (await cast.ana.post("/me/agreements", body)).json()
    assert (signed["recipient"]["name"], signed["purpose"]) == ("Dana Therapist", "Plan care")
    # The end of that day in New York.
    assert signed["expires_at"][:10] == (last + timedelta(days=1)).isoformat()
    wrong = {**terms, "categories": [], "recipient": "pt_nobody"}
    answer = await cast.ana.post("/me/agreements", {**body, "terms": {**terms, "categories": []}})
    assert answer.json()["errors"] == [{"field": "terms.categories", "code": "consent.categories"}]
    answer = await cast.ana.post("/me/agreements", {**body, "terms": wrong})
    assert answer.json()["errors"] == [{"field": "terms.recipient", "code": "field.unknown"}]


async def test_confirming_needs_a_session_of_ones_own(cast: Cast) -> None:
    body = {"version": shipped_id(K.AGREEMENT), "language": "en", "appointment": "ss_none"}
    answer = await cast.ana.post("/me/agreements/acknowledge", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "appointment.unknown")
