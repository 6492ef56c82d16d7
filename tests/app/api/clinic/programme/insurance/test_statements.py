"""Statements over HTTP: who makes them, what is in them, what is left out, and what stays as it was stated."""

import csv
import io
from datetime import timedelta

import pytest

from clinic.consents.recipients import REDISCLOSURE_NOTICE
from clinic.programme.tracks import Track
from tests.app.api.clinic.programme.insurance.conftest import ACME, CHART, COVERAGE, Cast
from tests.support.service.clinics import Visitor


async def rows(who: Visitor, path: str) -> list[dict[str, str]]:
    answer = await who.get(path, format="csv")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def of_ana(cast: Cast, statement: str) -> list[dict[str, str]]:
    return await rows(cast.cory, f"/people/{cast.ana.person}/statements/{statement}")


async def test_a_superbill_has_minutes_code_place_and_the_licence_of_the_day(cast: Cast) -> None:
    await cast.held("individual", 50)
    made = await cast.state()
    assert (made["sessions"], made["minutes"], made["recipient"], made["gaps"]) == (1, 50, None, [])
    (row,) = await of_ana(cast, made["id"])
    assert (row["client"], row["present_minutes"], row["code"]) == ("Ana María Lopez", "50", "90834")
    assert (row["place_of_service"], row["licences"]) == ("10", "NY 081234")
    pdf = await cast.cory.get(f"/people/{cast.ana.person}/statements/{made['id']}", language="es")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["content-disposition"].endswith('.pdf"')


async def test_what_was_stated_does_not_change_with_the_table_of_codes(cast: Cast) -> None:
    await cast.held("individual", 50)
    before = await cast.state()
    table = (await cast.cory.get("/codes/clinic")).json()
    renamed = [{**row, "code": "99999"} if row["code"] == "90834" else row for row in table["rows"]]
    assert (await cast.cory.change("PUT", "/codes/clinic", {"rows": renamed}, 0)).status_code == 200
    after = await cast.state()
    assert [(await of_ana(cast, one["id"]))[0]["code"] for one in (before, after)] == ["90834", "99999"]


async def test_the_payers_own_table_and_minimum_hold_for_its_statements(cast: Cast) -> None:
    await cast.cory.post(f"/people/{cast.ana.person}/coverages", COVERAGE)
    await cast.held("group", 180)
    own = {"code": "X1000", "label": "Day", "billed": "day", "minutes": "per_diem"}
    assert (await cast.cory.change("PUT", f"/codes/{ACME}", {"rows": [own]}, 0)).status_code == 200
    session, day = await of_ana(cast, (await cast.state(recipient=ACME))["id"])
    assert (session["reason"], day["code"], day["payer_minimum"]) == ("part_of_day", "X1000", "180")
    assert (day["payer"], day["member_id"]) == ("Acme Health", "MEMBER-7")


async def test_a_hole_in_the_licences_is_told_to_staff_and_no_licence_invented(cast: Cast) -> None:
    await cast.held("individual", 50, state="TX")
    made = await cast.state()
    assert [(gap["leader"], gap["state"]) for gap in made["gaps"]] == [("Staff Dana", "TX")]
    assert (await of_ana(cast, made["id"]))[0]["licences"] == ""


async def test_protected_sessions_are_left_out_of_what_goes_to_a_payer_without_consent(cast: Cast) -> None:
    await cast.held("group", 90, 2)
    await cast.held("group", 80, 1, track=Track.SUD)
    made = await cast.state(recipient=ACME)
    assert (made["sessions"], made["left_out"], made["protected"]) == (1, 1, False)
    (row,) = await of_ana(cast, made["id"])
    assert (row["present_minutes"], row["notice"]) == ("90", "")


async def test_with_a_consent_that_names_the_recipient_they_go_with_the_notice(cast: Cast) -> None:
    await cast.held("group", 80, 1, track=Track.SUD)
    await cast.consent(ACME)
    made = await cast.state(recipient=ACME)
    assert (made["sessions"], made["left_out"], made["protected"]) == (1, 0, True)
    assert [row["notice"] for row in await of_ana(cast, made["id"])] == [REDISCLOSURE_NOTICE]
    other = await cast.state(recipient=CHART)
    assert (other["sessions"], other["left_out"]) == (0, 1), "it names the payer, and not the chart"


async def test_a_consent_that_was_taken_back_keeps_a_statement_that_was_made_from_going_out(
    cast: Cast,
) -> None:
    await cast.held("group", 80, 1, track=Track.SUD)
    grant = await cast.consent(ACME)
    made = await cast.state(recipient=ACME)
    path = f"/people/{cast.ana.person}/statements/{made['id']}"
    assert (await cast.cory.get(path)).status_code == 200
    assert (await cast.ana.post(f"/me/agreements/{grant}/withdraw")).status_code == 200
    assert (await cast.cory.get(path)).json()["code"] == "statement.consent"


async def test_a_couples_session_is_on_the_identified_patients_statement_alone(cast: Cast) -> None:
    await cast.held("couples", 50, 1, ben=50, track=Track.COUPLES)
    nobody = await cast.state()
    assert (nobody["sessions"], nobody["without_patient"]) == (0, 1)
    path = f"/couples/{cast.couple}/identified-patient"
    assert (await cast.cory.change("PUT", path, {"person": cast.ana.person}, 0)).status_code == 200
    made = await cast.state()
    (row,) = await of_ana(cast, made["id"])
    assert (row["code"], row["head_count"]) == ("90847", "")
    assert "Ben" not in str(row)
    bens = await cast.ben.post("/me/statements", cast.period())
    assert await rows(cast.ben, f"/me/statements/{bens.json()['id']}") == []


async def test_clients_make_and_read_their_own_in_full_and_nobody_elses(cast: Cast) -> None:
    await cast.held("group", 80, 1, track=Track.SUD)
    made = await cast.ana.post("/me/statements", cast.period(kind="attendance"))
    assert made.status_code == 201, made.text
    path = f"/me/statements/{made.json()['id']}"
    (row,) = await rows(cast.ana, path)
    assert (row["present_minutes"], row["code"]) == ("80", "")
    assert (await cast.ben.get(path)).json()["code"] == "statement.unknown"
    assert (await cast.cory.get(path)).status_code == 403
    (listed,) = (await cast.ana.get("/me/statements")).json()["items"]
    assert listed.keys() == {"id", "kind", "since", "last", "made_at", "sessions", "minutes"}


async def test_what_was_made_for_a_payer_is_not_among_ones_own(cast: Cast) -> None:
    await cast.held("group", 80)
    to_payer = await cast.state(recipient=ACME)
    assert (await cast.ana.get("/me/statements")).json()["items"] == []
    assert (await cast.ana.get(f"/me/statements/{to_payer['id']}")).status_code == 404


async def test_only_who_plans_makes_statements_of_others(cast: Cast) -> None:
    path = f"/people/{cast.ana.person}/statements"
    for who in (cast.dana, cast.cole, cast.ana):
        assert (await who.post(path, cast.period())).status_code == 403
        assert (await who.get(path)).status_code == 403
    assert (await cast.cory.get(f"/people/{cast.ben.person}/statements/st_none")).status_code == 404


async def test_a_statement_of_one_client_is_not_found_under_another(cast: Cast) -> None:
    made = await cast.state()
    answer = await cast.cory.get(f"/people/{cast.ben.person}/statements/{made['id']}")
    assert answer.json()["code"] == "statement.unknown"


@pytest.mark.parametrize(("shift", "code"), [(1, "statement.future"), (-400, "statement.period")])
async def test_a_period_that_is_none_is_refused(cast: Cast, shift: int, code: str) -> None:
    last = (cast.today + timedelta(days=shift)).isoformat()
    answer = await cast.ana.post("/me/statements", cast.period(last=last))
    assert answer.json()["errors"] == [{"field": "last", "code": code}]
