"""Coverages and authorisations over HTTP: who enters them, who reads what of them, and what does not fit."""

from datetime import timedelta
from typing import Any

import pytest

from clinic.programme.tracks import Track
from tests.app.api.clinic.programme.insurance.conftest import ACME, CHART, COVERAGE, Cast
from tests.support.service.clinics import Visitor


async def enter(cast: Cast, **changed: Any) -> str:
    answer = await cast.cory.post(f"/people/{cast.ana.person}/coverages", {**COVERAGE, **changed})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def authorise(cast: Cast, coverage: str, **changed: Any) -> str:
    body = {
        "number": "AUTH-9",
        "billed": "day",
        "unit": "days",
        "amount": 10,
        "from_on": (cast.today - timedelta(days=20)).isoformat(),
        "last_on": (cast.today + timedelta(days=30)).isoformat(),
    }
    answer = await cast.cory.post(f"/coverages/{coverage}/authorisations", {**body, **changed})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def read(cast: Cast, who: Visitor) -> dict[str, Any]:
    answer = await who.get(f"/people/{cast.ana.person}/insurance")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_what_is_entered_is_read_again_with_what_is_left(cast: Cast) -> None:
    await authorise(cast, await enter(cast))
    await cast.held("group", 100, 2)
    await cast.held("psychoeducation", 71, 2, hour=18)
    found = await read(cast, cast.cory)
    (coverage,) = found["coverages"]
    assert (coverage["payer_name"], coverage["member"], coverage["minimum_min"]) == (
        "Acme Health",
        "MEMBER-7",
        180,
    )
    assert {"benefit": "meals", "covered": "no", "note": "Asked in May"} in coverage["items"]
    assert {"benefit": "group", "covered": "unknown", "note": ""} in coverage["items"]
    (authorisation,) = coverage["authorisations"]
    assert authorisation["number"] == "AUTH-9"
    assert authorisation["balance"] == {"used": 1, "left": 9, "days_left": 31, "warnings": []}
    assert found["days"] == [
        {"on": (cast.today - timedelta(days=2)).isoformat(), "present_min": 171, "minimum_min": 180}
    ]
    assert found["may_change"]


async def test_an_authorisation_that_runs_out_is_on_the_list_of_what_is_due(cast: Cast) -> None:
    review = (cast.today + timedelta(days=1)).isoformat()
    coverage = await enter(cast, review_on=review)
    await authorise(cast, coverage, amount=2)
    await authorise(cast, coverage, billed="individual", unit="sessions", amount=30)
    assert (await cast.cory.get("/insurance/due")).json()["authorisations"] == []
    await cast.held("group", 100)
    due = (await cast.cory.get("/insurance/due")).json()
    assert [(one["name"], one["review_on"]) for one in due["reviews"]] == [("Ana Lopez", review)]
    assert [
        (one["billed"], one["balance"]["left"], one["balance"]["warnings"]) for one in due["authorisations"]
    ] == [("day", 1, ["few_left"])]


async def test_the_own_therapist_reads_it_without_numbers_and_changes_nothing(cast: Cast) -> None:
    coverage = await enter(cast)
    await authorise(cast, coverage)
    found = await read(cast, cast.dana)
    assert not found["may_change"]
    assert found["coverages"][0]["member"] == ""
    assert found["coverages"][0]["authorisations"][0]["number"] == ""
    path = f"/people/{cast.ana.person}/coverages"
    assert (await cast.dana.post(path, COVERAGE)).json()["code"] == "access.denied"
    assert (await cast.dana.change("DELETE", f"/coverages/{coverage}", None, 1)).status_code == 403


async def test_who_is_not_assigned_to_the_client_alone_reads_nothing(cast: Cast) -> None:
    await enter(cast)
    for who in (cast.cole, cast.ana, cast.ben):
        answer = await who.get(f"/people/{cast.ana.person}/insurance")
        assert answer.status_code == 403, "nor does the couple's therapist"
        assert (await who.get("/insurance/due")).status_code == 403


async def test_what_the_own_therapist_may_not_know_moves_nothing_they_see(cast: Cast) -> None:
    coverage = await enter(cast)
    await authorise(cast, coverage)
    await cast.held("group", 100, 3)
    before = await read(cast, cast.dana)
    assert not before["counts_all"]
    await authorise(cast, coverage, billed="sud_day")
    await authorise(cast, coverage, billed="couples", unit="sessions", last_on="2020-01-01")
    await cast.held("group", 200, 2, track=Track.SUD)
    await cast.held("couples", 50, 1, ben=50, track=Track.COUPLES)
    assert await read(cast, cast.dana) == before
    whole = await read(cast, cast.cory)
    assert len(whole["coverages"][0]["authorisations"]) == 3
    assert whole["counts_all"]


async def test_the_counselor_reads_what_is_protected(cast: Cast) -> None:
    await authorise(cast, await enter(cast), billed="sud_day")
    await cast.held("group", 200, 2, track=Track.SUD)
    (authorisation,) = (await read(cast, cast.sue))["coverages"][0]["authorisations"]
    assert authorisation["balance"]["used"] == 1


async def test_a_couples_session_is_used_by_the_identified_patient_alone(cast: Cast) -> None:
    await authorise(cast, await enter(cast), billed="couples", unit="sessions")
    await cast.held("couples", 50, 2, ben=50, track=Track.COUPLES)

    async def used() -> int:
        (one,) = (await read(cast, cast.cory))["coverages"][0]["authorisations"]
        return int(one["balance"]["used"])

    assert await used() == 0
    path = f"/couples/{cast.couple}/identified-patient"
    assert (await cast.cory.change("PUT", path, {"person": cast.ana.person}, 0)).status_code == 200
    assert await used() == 1
    assert (await cast.cory.change("PUT", path, {"person": cast.ben.person}, 1)).status_code == 200
    assert await used() == 0


async def test_what_contradicts_itself_is_kept_and_named(cast: Cast) -> None:
    coverage = await enter(cast, last_on="2024-12-01")
    late = await authorise(cast, coverage, last_on="2020-01-01")
    found = await read(cast, cast.cory)
    assert found["contradictions"] == [
        {"kind": "coverage_dates", "about": [coverage]},
        {"kind": "authorisation_dates", "about": [late]},
    ]
    assert found["coverages"][0]["last_on"] == "2024-12-01"


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"payer": CHART}, "payer", "field.unknown"),
        ({"payer": "rc_nobody"}, "payer", "field.unknown"),
        ({"plan": " "}, "plan", "field.required"),
    ],
)
async def test_what_is_wrong_with_a_coverage_is_named(
    cast: Cast, changed: dict[str, str], field: str, code: str
) -> None:
    answer = await cast.cory.post(f"/people/{cast.ana.person}/coverages", {**COVERAGE, **changed})
    assert answer.json()["errors"] == [{"field": field, "code": code}]


async def test_a_change_needs_the_version_that_was_seen(cast: Cast) -> None:
    coverage = await enter(cast)
    authorisation = await authorise(cast, coverage)
    body = {"billed": "day", "unit": "days", "amount": 30, "from_on": "2026-03-01", "last_on": "2026-04-01"}
    for path, asked in (
        (f"/coverages/{coverage}", {**COVERAGE, "plan": "PPO Silver"}),
        (f"/authorisations/{authorisation}", body),
    ):
        assert (await cast.cory.change("PUT", path, asked, 1)).json()["version"] == 2
        assert (await cast.cory.change("PUT", path, asked, 1)).json()["code"] == "version.other"
        assert (await cast.cory.change("DELETE", path, None, 1)).json()["code"] == "version.other"
    assert (await read(cast, cast.cory))["coverages"][0]["plan"] == "PPO Silver"
    assert (await cast.cory.change("DELETE", f"/authorisations/{authorisation}", None, 2)).status_code == 204
    assert (await cast.cory.change("DELETE", f"/coverages/{coverage}", None, 2)).status_code == 204
    assert (await read(cast, cast.cory))["coverages"] == []
    assert (await cast.cory.change("PUT", f"/coverages/{coverage}", COVERAGE, 2)).status_code == 404


async def test_an_archived_payer_stays_where_it_was_named(cast: Cast) -> None:
    coverage = await enter(cast)
    assert (await cast.cory.change("PATCH", f"/recipients/{ACME}", {"archived": True}, 1)).status_code == 200
    assert (await cast.cory.change("PUT", f"/coverages/{coverage}", COVERAGE, 1)).status_code == 200
    again = await cast.cory.post(f"/people/{cast.ana.person}/coverages", COVERAGE)
    assert again.json()["errors"] == [{"field": "payer", "code": "field.unknown"}]


async def test_a_creation_that_is_repeated_creates_once_and_keeps_nothing_secret(cast: Cast) -> None:
    path, key = f"/people/{cast.ana.person}/coverages", {"idempotency-key": "12345678"}
    first = await cast.cory.post(path, COVERAGE, **key)
    assert (await cast.cory.post(path, COVERAGE, **key)).json() == first.json()
    assert first.json().keys() == {"id", "version"}
    assert len((await read(cast, cast.cory))["coverages"]) == 1
