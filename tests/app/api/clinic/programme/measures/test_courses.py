"""Who reads a course, and what a group's course may show."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.persistence.models.programme.programme import MembershipRow
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.schedule.afterwards.measured import COHORT, WEEK, MeasuredClinic
from tests.support.service.clinics import Visitor

HEAVY = [2, 2, 2, 2, 2, 1, 1, 0, 0]


async def group(who: Visitor) -> dict[str, Any]:
    answer = await who.get(f"/cohorts/{COHORT}/measures")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def leads_next_week(measured: MeasuredClinic, *clients: PersonId) -> None:
    await measured.add_session(measured.clinic.now + timedelta(days=2), clients, held=False)


async def test_the_own_therapist_reads_scores_bands_and_items(measured: MeasuredClinic) -> None:
    await measured.plan()
    client = measured.clients[0]
    await measured.send(client, HEAVY)
    found = (await measured.ida.get(f"/people/{client}/measures")).json()
    (one,) = found["responses"]
    assert (one["total"], one["band"], one["answers"], one["prorated"]) == (12, 2, HEAVY, False)
    assert found["instruments"][0]["bands"][2]["name"]["en"] == "moderate"
    assert found["alerts"] == []


async def test_what_was_begun_and_not_sent_is_nobodys_but_the_clients(measured: MeasuredClinic) -> None:
    await measured.plan()
    who = await measured.at_home(measured.clients[0])
    await measured.keep(who, await measured.begin(who), HEAVY)
    assert (await measured.ida.get(f"/people/{who.person}/measures")).json()["responses"] == []


async def test_leading_directing_and_coordinating_read_nobodys_own_course(measured: MeasuredClinic) -> None:
    await measured.plan()
    client, other = measured.clients[:2]
    await measured.send(client, HEAVY)
    await leads_next_week(measured, client)
    for who in (measured.dana, measured.iris, measured.carl, await measured.at_home(other)):
        answer = await who.get(f"/people/{client}/measures")
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied")


async def test_a_group_is_for_those_who_lead_it_and_for_directors(measured: MeasuredClinic) -> None:
    for who in (measured.dana, measured.carl, measured.ida):
        assert (await who.get(f"/cohorts/{COHORT}/measures")).status_code == 403
    assert (await group(measured.iris)) == {"measures": [], "sessions": []}
    await leads_next_week(measured, *measured.clients)
    assert (await group(measured.dana)) == {"measures": [], "sessions": []}


async def test_a_week_is_shown_once_it_is_over_and_five_have_answered(
    measured: MeasuredClinic, web_service: WebService
) -> None:
    await measured.plan()
    for client in measured.clients[:4]:
        await measured.send(client, HEAVY)
    (weeks,) = (await group(measured.iris))["measures"]
    assert all(week["average"] is None for week in weeks["weeks"]), "the week goes on"
    measured.pass_time(web_service, WEEK)
    iris = await measured.clinic.sign_in(measured.web, measured.iris.person)
    (weeks,) = (await group(iris))["measures"]
    assert weeks["weeks"][-1]["average"] is None, "four are too few"
    for client in measured.clients[:5]:
        await measured.send(client, HEAVY)
    measured.pass_time(web_service, WEEK)
    iris = await measured.clinic.sign_in(measured.web, measured.iris.person)
    (weeks,) = (await group(iris))["measures"]
    assert [week["average"] for week in weeks["weeks"][-2:]] == [None, {"value": 12.0, "people": 5}]


async def test_when_one_of_six_leaves_no_week_before_changes(
    measured: MeasuredClinic, web_service: WebService
) -> None:
    await measured.plan()
    for number, client in enumerate(measured.clients[:6]):
        await measured.send(client, [number % 4, *[0] * 8])
    measured.pass_time(web_service, WEEK)
    iris = await measured.clinic.sign_in(measured.web, measured.iris.person)
    before = await group(iris)
    assert before["measures"][0]["weeks"][-1]["average"]["people"] == 6
    clinic = measured.clinic
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        left = update(MembershipRow).where(MembershipRow.person_id == measured.clients[5])
        await unit.session.execute(left.values(until=clinic.now.date()))
    assert await group(iris) == before


async def test_who_knows_five_of_six_values_sees_no_average(
    measured: MeasuredClinic, web_service: WebService
) -> None:
    """Ida is every client's own therapist: she knows all six, or none of them is new to her."""
    await measured.plan()
    for client in measured.clients[:6]:
        await measured.send(client, HEAVY)
    await measured.add_session(
        measured.clinic.now + WEEK, measured.clients, held=False, lead=measured.ida.person
    )
    measured.pass_time(web_service, WEEK)
    ida = await measured.clinic.sign_in(measured.web, measured.ida.person)
    assert (await group(ida))["measures"][0]["weeks"][-1]["average"]["people"] == 6
    clinic = measured.clinic
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        (one,) = await unit.assignments.of_clients([measured.clients[0]], clinic.now)
        await unit.assignments.end([one.id], clinic.now)
    assert (await group(ida))["measures"][0]["weeks"][-1]["average"] is None


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
async def test_a_sessions_pulse_is_an_average_of_five_once_nobody_is_asked_any_more(
    measured: MeasuredClinic, web_service: WebService, people: int, shown: bool
) -> None:
    await measured.plan_pulse()
    clients = measured.clients[:people]
    begins = measured.clinic.now - timedelta(hours=2)
    session = await measured.add_session(
        begins, measured.clients, protocols=("go_round", "imago", "go_round")
    )
    for client in clients:
        sent = await measured.send(client, [8, 6, 7, None], "pulse")
        assert sent.json()["state"] == "sent"
    path = f"/appointments/{session}/pulse"
    early = (await measured.dana.get(path)).json()
    assert (early["averages"], early["protocols"]) == ([None] * 4, ["go_round", "imago"])
    assert early["instrument"]["validated"] is False
    measured.pass_time(web_service, timedelta(hours=23, minutes=1))
    dana = await measured.clinic.sign_in(measured.web, measured.dana.person)
    found = (await dana.get(path)).json()["averages"]
    assert found == ([{"value": v, "people": 5} for v in (8.0, 6.0, 7.0)] + [None] if shown else [None] * 4)
    (listed,) = (await group(dana))["sessions"]
    assert (listed["session"], listed["averages"]) == (session, found)
    for who in (measured.iris, measured.ida):
        again = await measured.clinic.sign_in(measured.web, who.person)
        assert (await again.get(path)).json()["code"] == "appointment.unknown"


async def test_beside_a_sessions_pulse_is_how_evenly_its_turns_were_shared(measured: MeasuredClinic) -> None:
    begins = measured.clinic.now - timedelta(hours=2)
    session = await measured.add_session(begins, measured.clients[:6])
    path = f"/appointments/{session}/pulse"
    assert (await measured.dana.get(path)).json()["quieter_half"] is None
    # The sixth said nothing; a leader's turn counts for nobody.
    await measured.add_turns(session, begins, dict(zip(measured.clients, [2, 2, 4, 8, 4], strict=False)))
    assert (await measured.dana.get(path)).json()["quieter_half"] == 0.2
    (listed,) = (await group(measured.dana))["sessions"]
    assert listed["quieter_half"] == 0.2


async def test_what_is_about_a_session_on_the_substance_use_track_needs_a_part_2_consent(
    measured: MeasuredClinic,
) -> None:
    await measured.plan_pulse()
    client = measured.clients[0]
    await measured.add_session(measured.clinic.now - timedelta(hours=2), [client], track="sud")
    await measured.send(client, [8, 6, 7, 5], "pulse")
    assert (await measured.ida.get(f"/people/{client}/measures")).json()["responses"] == []
    own = await (await measured.at_home(client)).get("/me/measures/course")
    assert len(own.json()["responses"]) == 1


async def test_to_another_clinic_none_of_it_is_there(measured: MeasuredClinic, elsewhere: Any) -> None:
    stranger = await elsewhere.sign_in(
        measured.web, await elsewhere.staff("Eve Elsewhere", StaffRole.CLINICAL_DIRECTOR)
    )
    assert (await stranger.get(f"/people/{measured.clients[0]}/measures")).status_code == 404
    assert (await stranger.get(f"/cohorts/{COHORT}/measures")).status_code == 404
