"""What clinicians may plan, who plan for themselves and not for the clinic."""

from datetime import timedelta

from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.runtime.ids import new_assignment_id
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.ids import CoupleId, PersonId
from tests.support.schedule.world import World, codes


async def assign(world: World, client: PersonId | None = None, couple: CoupleId | None = None) -> None:
    role = CareTeamRole.COUPLES_THERAPIST if couple else CareTeamRole.INDIVIDUAL_THERAPIST
    held = Assignment(world.dana.person, role, Period(world.clinic.now - timedelta(days=1)), client, couple)
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        await unit.assignments.add(AssignmentRecord(new_assignment_id(), held))


async def test_a_clinician_plans_sessions_of_their_own_clients_that_they_lead(world: World) -> None:
    await assign(world, world.clients[2])
    (session,) = await world.plan(world.dana)
    assert session["attendees"][0]["person"]["name"] == "Dana Rivera"
    assert await world.refusal(world.elena) == "form.invalid", "Cleo is not Elena's client"
    led_by_elena = [world.leader(world.elena), {"person": world.clients[2]}]
    assert await world.refusal(world.dana, attendees=led_by_elena) == "access.denied"


async def test_another_clinicians_client_is_answered_like_nobody(world: World) -> None:
    answers = [
        await world.dana.post("/appointments", world.body(attendees=[world.leader(), {"person": person}]))
        for person in (world.clients[2], "pt_nobody")
    ]
    assert codes(answers[0]) == codes(answers[1]) == {("attendees.1.person", "schedule.person_unknown")}
    assert answers[0].json() == answers[1].json()


async def test_partners_are_clients_of_their_couples_therapist(world: World) -> None:
    await assign(world, couple=world.couple)
    body = {"kind": "couples", "track": "couples", "attendees": world.people(*world.clients[:2])}
    assert len(await world.plan(world.dana, **body)) == 1


async def test_a_clinician_changes_the_sessions_they_lead_and_no_others(world: World) -> None:
    (danas,) = await world.plan()
    people = [world.leader(world.elena), {"person": world.clients[3]}, world.leader(role="observer")]
    (elenas,) = await world.plan(attendees=people, starts_local="2025-12-02T09:00")
    assert (await world.change(danas, {"title": "Mine"}, who=world.dana)).status_code == 200
    watched = await world.change(elenas, {"title": "Hers"}, who=world.dana)
    assert (watched.status_code, watched.json()["code"]) == (403, "access.denied")
    hidden = await world.change(danas, {"title": "Not mine"}, who=world.elena)
    assert (hidden.status_code, hidden.json()["code"]) == (404, "appointment.unknown")


async def test_a_clinician_keeps_clients_who_are_on_the_list_whoever_put_them_there(world: World) -> None:
    (session,) = await world.plan(attendees=world.people(*world.clients[2:4]))
    fewer = await world.change(session, {"attendees": world.people(world.clients[3])}, who=world.dana)
    assert [each["person"]["id"] for each in fewer.json()["appointments"][0]["attendees"][1:]] == [
        world.clients[3]
    ]
    (changed,) = fewer.json()["appointments"]
    more = await world.change(changed, {"attendees": world.people(*world.clients[2:4])}, who=world.dana)
    assert codes(more) == {("attendees.1.person", "schedule.person_unknown")}
