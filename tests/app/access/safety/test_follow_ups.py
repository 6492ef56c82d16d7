"""Who sees which follow-up task, and what is noted about one."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from app.access.safety.follow_ups import Waiting, conclude_follow_up, count_follow_ups, list_follow_ups
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.safety.follow_ups import FollowUpRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow, SeriesRow
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import PersonId
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.safety.tasks import Outcome, TaskKind, TaskState
from tests.app.access.conftest import NOW, Place, invalid, refused

HOUR = timedelta(hours=1)


@dataclass
class Team:
    """Ana and Ben, a couple, and those who look after them; Ana is on the substance-use track."""

    place: Place
    ana: PersonId
    ben: PersonId
    couples: Principal
    individual: Principal
    counselor: Principal
    lead: Principal
    director: Principal
    coordinator: Principal

    async def task(
        self,
        kind: TaskKind,
        session: str = "group",
        *,
        track: str = "group",
        lead: PersonId | None = None,
        client: PersonId | None = None,
        ago: timedelta = HOUR,
        over: bool = True,
    ) -> str:
        """Add a task from a session of this kind, which has a planned leader if somebody led it."""
        place = self.place
        async with place.write() as unit:
            number = len(await unit.follow_ups.open(100))
            room, task = f"ss_{number}", f"fu_{number}_x"
            begins, ends = NOW - 2 * HOUR, NOW - HOUR if over else NOW + HOUR
            shared = {"id": room, "clinic_id": place.clinic.id, "title": "A", "kind": session, "policy": {}}
            unit.session.add(SessionRow(**shared, opens_at=begins, closes_at=ends))
            unit.session.add(
                SeriesRow(
                    **{**shared, "id": f"sr_{number}"},
                    starts_local="2026-03-02T08:00",
                    zone="UTC",
                    duration_min=60,
                    track=track,
                    break_min=0,
                    people=[],
                    overrides=[],
                    cameras={},
                )
            )
            await unit.session.flush()
            unit.session.add(
                AppointmentRow(
                    **shared,
                    series_id=f"sr_{number}",
                    track=track,
                    begins_at=begins,
                    ends_at=ends,
                    opens_at=begins,
                    zone="UTC",
                )
            )
            await unit.session.flush()
            if lead is not None:
                unit.session.add(
                    AttendeeRow(
                        appointment_id=room,
                        person_id=lead,
                        clinic_id=place.clinic.id,
                        role="facilitator",
                        begins_at=begins,
                        ends_at=ends,
                    )
                )
            unit.session.add(
                FollowUpRow(
                    id=task,
                    clinic_id=place.clinic.id,
                    session_id=room,
                    client_id=client or self.ana,
                    kind=kind.value,
                    noted_at=NOW - ago,
                    lead_id=lead,
                    done=False,
                    version=1,
                )
            )
        return task

    async def seen(self, who: Principal) -> list[str]:
        async with self.place.write() as unit:
            return [view.task.id for view in await list_follow_ups(unit, who)]


@pytest.fixture
async def team(place: Place) -> Team:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    staff = [await place.staff(StaffRole.CLINICIAN, name=name) for name in ("Cleo", "Ines", "Saul", "Lena")]
    couples, individual, counselor, lead = staff
    await place.assign(couples.person, CareTeamRole.COUPLES_THERAPIST, couple=couple)
    await place.assign(individual.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    await place.assign(counselor.person, CareTeamRole.SUD_COUNSELOR, client=ana)
    director = await place.staff(StaffRole.CLINICAL_DIRECTOR)
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    return Team(place, ana, ben, couples, individual, counselor, lead, director, coordinator)


SEEN = {
    ("group", "group", TaskKind.CALL): {"individual", "counselor"},
    ("group", "group", TaskKind.HELP): {"couples", "individual", "counselor"},
    ("individual", "individual", TaskKind.WELFARE): {"individual", "counselor"},
    ("individual", "individual", TaskKind.HELP): {"individual", "counselor"},
    ("individual", "sud", TaskKind.EXIT_CHECK): {"counselor"},
    ("group", "sud", TaskKind.HELP): {"counselor"},
    ("group", "sud", TaskKind.REMOVAL): {"counselor"},
    ("couples", "couples", TaskKind.LEFT_EARLY): {"couples", "individual", "counselor"},
}
"""Of the care team, beside whoever led the session and the director: by the session's kind and track, and the task's."""


@pytest.mark.parametrize(("session", "track", "kind"), SEEN)
async def test_the_couples_therapist_learns_nothing_of_sessions_alone_and_nobody_of_the_track(
    team: Team, session: str, track: str, kind: TaskKind
) -> None:
    """R3, R5 to R7, as the table of who may read what has them."""
    task = await team.task(kind, session, track=track, lead=team.lead.person)
    care_team = {"couples", "individual", "counselor"}
    seen = {name for name in care_team if await team.seen(getattr(team, name)) == [task]}
    assert seen == SEEN[session, track, kind]
    for name in care_team - seen:
        async with team.place.write() as unit:
            async with refused("follow_up.unknown"):
                await conclude_follow_up(unit, getattr(team, name), task, 1, Outcome.REACHED)
            assert await count_follow_ups(unit, getattr(team, name)) == Waiting(0, 0)
    assert await team.seen(team.lead) == await team.seen(team.director) == [task]
    assert await team.seen(team.coordinator) == []


async def test_a_help_signal_is_the_facilitators_alone_until_the_session_is_over(team: Team) -> None:
    await team.task(TaskKind.HELP, lead=team.lead.person, over=False)
    assert await team.seen(team.individual) == []
    assert len(await team.seen(team.lead)) == 1


async def test_whoever_leads_another_session_of_the_clients_does_not_see_it(team: Team) -> None:
    other = await team.place.staff(StaffRole.CLINICIAN, name="Otto")
    await team.task(TaskKind.CALL, lead=other.person, client=team.ben)
    first = await team.task(TaskKind.CALL, lead=team.lead.person)
    assert first not in await team.seen(other)


async def test_overdue_ones_come_first_and_are_counted(team: Team) -> None:
    late = await team.task(TaskKind.WELFARE, lead=team.lead.person, ago=2 * HOUR)
    await team.task(TaskKind.REMOVAL, lead=team.lead.person, ago=3 * HOUR)
    async with team.place.write() as unit:
        views = await list_follow_ups(unit, team.lead)
        assert [(view.task.id == late, view.overdue, view.mine) for view in views] == [
            (True, True, True),
            (False, False, True),
        ]
        assert await count_follow_ups(unit, team.lead) == Waiting(open=2, overdue=1)
    assert ("follow_ups.read", (team.ana,)) in await team.place.noted()


async def test_what_was_done_is_noted_and_listed_for_a_month(team: Team) -> None:
    task = await team.task(TaskKind.REMOVAL, lead=team.lead.person)
    async with team.place.write() as unit:
        again = NOW + HOUR
        await conclude_follow_up(unit, team.lead, task, 1, Outcome.NOT_REACHED, again_at=again)
        async with refused("version.other"):
            await conclude_follow_up(unit, team.lead, task, 1, Outcome.REACHED)
        view = await conclude_follow_up(unit, team.individual, task, 2, Outcome.REACHED)
        assert (view.task.state, view.task.by, view.task.by_at) == (
            TaskState.DONE,
            team.individual.person,
            NOW,
        )
        async with refused("follow_up.done"):
            await conclude_follow_up(unit, team.lead, task, 3, Outcome.NOT_NEEDED)
    assert await team.seen(team.lead) == []
    async with team.place.write() as unit:
        assert [view.task.id for view in await list_follow_ups(unit, team.lead, done=True)] == [task]
    async with team.place.write(NOW + timedelta(days=31)) as unit:
        assert await list_follow_ups(unit, team.director, done=True) == []
    assert (await team.place.noted()).count(("follow_up.conclude", (team.ana, task))) == 2


async def test_a_task_is_handed_on_to_those_who_may_know_it_alone(team: Team) -> None:
    task = await team.task(TaskKind.CALL, "individual", track="sud", lead=team.lead.person)
    async with team.place.write() as unit:
        for other in (team.couples, team.individual, team.coordinator):
            async with refused("follow_up.not_theirs"):
                await conclude_follow_up(unit, team.lead, task, 1, Outcome.HANDED_ON, to=other.person)
        for nobody in (PersonId("pt_none"), team.ben):
            async with invalid(to="field.unknown"):
                await conclude_follow_up(unit, team.lead, task, 1, Outcome.HANDED_ON, to=nobody)
        view = await conclude_follow_up(unit, team.lead, task, 1, Outcome.HANDED_ON, to=team.counselor.person)
        assert view.task.doer == team.counselor.person
    assert await team.seen(team.counselor) == [task]


async def test_clients_and_whoever_does_not_work_with_clients_are_denied(team: Team) -> None:
    host, auditor = await team.place.staff(StaffRole.TECH_HOST), await team.place.staff(StaffRole.AUDITOR)
    for who in (team.place.client(team.ana), host, auditor, replace(team.lead, roles=frozenset())):
        async with team.place.write() as unit:
            async with refused("access.denied"):
                await list_follow_ups(unit, who)
            async with refused("access.denied"):
                await count_follow_ups(unit, who)
            async with refused("access.denied"):
                await conclude_follow_up(unit, who, "fu_1_x", 1, Outcome.REACHED)
