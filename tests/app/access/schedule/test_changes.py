"""Who is expected in sessions after changes, and what their rooms and calendars are told by versions."""

from collections.abc import Sequence

from sqlalchemy import select, update

from app.access.mail.appointments import Meeting
from app.access.schedule.changes import Change, change_sessions
from app.access.schedule.planning import plan_sessions
from app.access.schedule.sessions.forms import Draft, Invited
from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.schedule.records import Content
from clinic.common.ids import AppointmentId, SignInId
from clinic.identity.access import Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Role
from clinic.schedule.recurrence.edits import Scope
from tests.clinic.clock_changes import local
from tests.support.schedule.world import MONDAY, Json, World

WEEKLY = "FREQ=WEEKLY;BYDAY=MO;COUNT={}"


class Recorder:
    """Notices that are only written down: what, how many sessions, and for whom."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, set[str]]] = []

    async def planned(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        self._note("planned", meetings)

    async def moved(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        self._note("moved", meetings)

    async def cancelled(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        self._note("cancelled", meetings)

    def _note(self, what: str, meetings: Sequence[Meeting]) -> None:
        self.told.append((what, len(meetings), {person for each in meetings for person in each.people}))


def planner(world: World) -> Principal:
    return Principal(
        world.clinic.id,
        world.coordinator.person,
        PrincipalKind.STAFF,
        frozenset({StaffRole.CARE_COORDINATOR}),
        SignInId("si_1"),
        world.clinic.now,
    )


async def test_everybody_is_told_once_of_what_concerns_them(world: World) -> None:
    told = Recorder()
    dana, cleo, dev = world.dana.person, world.clients[2], world.clients[3]
    draft = Draft(
        Content("Group", "group", Track.GROUP),
        local(f"{MONDAY}T09:00"),
        60,
        (Invited(dana, Role.FACILITATOR), Invited(cleo)),
        rule=WEEKLY.format(3),
    )

    async def change(appointment: AppointmentId, asked: Change, scope: Scope = Scope.ONE) -> None:
        async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
            await change_sessions(unit, planner(world), appointment, None, scope, asked, told)

    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        planned = await plan_sessions(unit, planner(world), draft, told)
    first, second, third = (each.appointment.id for each in planned.sessions)
    await change(first, Change(title="Only a name"))
    await change(second, Change(start=local("2025-12-09T09:00")))
    await change(third, Change(people=(Invited(dana, Role.FACILITATOR), Invited(dev))))
    await change(first, Change(cancelled=True), Scope.ALL)
    assert told.told == [
        ("planned", 3, {dana, cleo}),
        ("moved", 1, {dana, cleo}),
        ("planned", 1, {dev}),
        ("cancelled", 1, {cleo}),
        ("cancelled", 3, {dana, cleo, dev}),
    ]


async def rows(world: World) -> list[tuple[int, int, bool]]:
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        query = select(AppointmentRow).order_by(AppointmentRow.begins_at)
        return [(row.version, row.sequence, row.room_ready) for row in await unit.session.scalars(query)]


async def test_each_change_makes_the_room_anew_and_calendars_hear_of_times_only(world: World) -> None:
    (session,) = await world.plan()
    expected: list[tuple[Json, tuple[int, int, bool]]] = [
        ({"title": "Other"}, (2, 0, False)),
        ({"starts_local": f"{MONDAY}T10:00"}, (3, 1, False)),
        ({"attendees": world.people(world.clients[3])}, (4, 1, False)),
        ({"status": "cancelled"}, (5, 2, False)),
    ]
    for body, row in expected:
        async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
            await unit.session.execute(update(AppointmentRow).values(room_ready=True))
        answer = await world.change(session, body)
        (session,) = answer.json()["appointments"]
        assert await rows(world) == [row]


async def test_a_change_that_changes_nothing_leaves_the_room(world: World) -> None:
    (session,) = await world.plan()
    answer = await world.change(session, {"title": session["title"], "attendees": world.body()["attendees"]})
    assert (answer.status_code, answer.json()["appointments"]) == (200, [])
    assert await rows(world) == [(1, 0, False)]


async def test_people_of_one_session_and_of_all_that_follow(world: World) -> None:
    series = await world.plan(rule=WEEKLY.format(4))
    cleo, dev = world.clients[2], world.clients[3]
    await world.change(series[1], {"attendees": world.people(cleo, dev)})
    later = await world.change(series[2], {"attendees": world.people(dev)}, "following")
    assert later.status_code == 200
    members = [
        [each["person"]["id"] for each in session["attendees"] if each["role"] == "member"]
        for session in await world.listed(MONDAY, "2025-12-30")
    ]
    assert members == [[cleo], sorted([cleo, dev]), [dev], [dev]]


async def test_the_times_that_bookings_are_found_by_move_with_a_session(world: World) -> None:
    (session,) = await world.plan()
    await world.change(session, {"starts_local": f"{MONDAY}T15:00", "duration_min": 90})
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        query = select(AttendeeRow.begins_at, AttendeeRow.ends_at).distinct()
        ((begins, ends),) = await unit.session.execute(query)
    assert (begins.hour, ends.hour, ends.minute) == (20, 21, 30)


async def test_all_sessions_of_a_series_are_cancelled_and_stay_on_record(world: World) -> None:
    series = await world.plan(rule=WEEKLY.format(3))
    done = await world.coordinator.post(f"/appointments/{series[0]['id']}/cancel?scope=all")
    assert [each["status"] for each in done.json()["appointments"]] == ["cancelled"] * 3
    assert [each["status"] for each in await world.listed(MONDAY, "2025-12-30")] == ["cancelled"] * 3
    gone = await world.change(done.json()["appointments"][0], {"status": "planned"})
    assert (gone.status_code, gone.json()["code"]) == (409, "schedule.no_session")
    assert len(await world.plan(rule=WEEKLY.format(3))) == 3


async def test_every_change_is_noted_with_ids_only(world: World) -> None:
    (session,) = await world.plan()
    await world.change(session, {"title": "A name that stays out of the trail"})
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        entries = [each.entry for each in await unit.audit.page()]
    ours = [each for each in entries if each.action.startswith("appointment.")]
    assert [(each.action, each.subjects) for each in ours] == [
        ("appointment.plan", (session["id"],)),
        ("appointment.change", (session["id"],)),
    ]
    assert {each.actor for each in ours} == {world.coordinator.person}
    assert "trail" not in str([dict(each.facts) for each in ours])
