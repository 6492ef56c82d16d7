"""What is kept how long, and holds, over HTTP."""

from tests.app.api.clinic.records.conftest import Archive


async def test_the_classes_are_listed_with_what_is_due_and_a_length_is_chosen(archive: Archive) -> None:
    answer = await archive.owner.get("/records/retention")
    found = answer.json()
    by_kind = {one["kind"]: one for one in found["classes"]}
    assert by_kind["log"] | {"due": 0} == {
        "kind": "log",
        "stored": True,
        "unit": "days",
        "length": 90,
        "least": 30,
        "usual": 90,
        "most": 366,
        "choice": True,
        "due": 0,
        "oldest": None,
        "held": 0,
    }
    assert (by_kind["audit"]["length"], by_kind["media"]["stored"]) == (None, False)
    assert answer.headers["etag"] == f'"{found["version"]}"'
    changed = await archive.owner.change(
        "PATCH", "/records/retention", {"lengths": {"log": 120, "answers": 14}}, found["version"]
    )
    lengths = {one["kind"]: one["length"] for one in changed.json()["classes"]}
    assert (lengths["log"], lengths["answers"]) == (120, 14)
    wrong = await archive.owner.change(
        "PATCH", "/records/retention", {"lengths": {"log": 3}}, changed.json()["version"]
    )
    assert wrong.json()["errors"] == [{"field": "log", "code": "retention.range"}]
    odd = await archive.owner.change("PATCH", "/records/retention", {"lengths": {"dust": 3}}, 1)
    assert odd.status_code == 422


async def test_a_hold_is_placed_listed_and_ended(archive: Archive) -> None:
    placed = await archive.admin.post(
        "/records/holds", {"person": archive.ana.person, "reason": "A letter from counsel"}
    )
    assert placed.status_code == 201, placed.text
    hold = placed.json()
    assert hold["subject"] == {"id": archive.ana.person, "kind": "client", "name": "Ana Lopez", "at": None}
    assert hold["by"]["name"] == "Adam Admin"
    assert (await archive.owner.get("/records/holds")).json() == [hold]
    ended = await archive.owner.post(f"/records/holds/{hold['id']}/end")
    assert ended.json()["ended_by"]["name"] == "Olga Owner"
    again = await archive.owner.post(f"/records/holds/{hold['id']}/end")
    assert (again.status_code, again.json()["code"]) == (409, "hold.ended")
    none = await archive.owner.post("/records/holds/lh_none/end")
    assert (none.status_code, none.json()["code"]) == (404, "hold.unknown")
