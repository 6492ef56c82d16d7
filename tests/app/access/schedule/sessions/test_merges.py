"""No merge breaks a rule: of single cases, and of random clinics."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from app.access.people.merging import merge_people
from app.access.programme.cohorts import add_member
from app.access.programme.episodes import add_episode
from app.access.schedule.planning import plan_sessions
from app.access.schedule.sessions.building import find_around
from app.access.schedule.sessions.conflicts import Conflicted, find_all
from app.access.schedule.sessions.forms import Draft, Invited
from app.persistence.clinic_store import ClinicUnit
from app.persistence.models.all_tables import Schema
from app.persistence.models.care_team import AssignmentRow
from app.persistence.models.people import CoupleRow
from app.persistence.models.programme.programme import CohortRow, ProgramRow
from app.persistence.models.schedule import AttendeeRow
from app.persistence.repositories.care_team.assignments import AssignmentRecord
from app.persistence.repositories.care_team.overrides import OverrideRecord
from app.persistence.repositories.people.licences import LicenceRecord
from app.persistence.repositories.schedule.records import Content
from app.runtime.ids import new_assignment_id, new_couple_id, new_licence_id
from clinic.care_team.overrides import Acknowledgement, ConflictKey, ConflictOverride
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.care_team.separation import check_separation, uncovered
from clinic.common.errors import Refused
from clinic.common.ids import CohortId, EpisodeId, PersonId, ProgramId
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.people.couples import form_couple
from clinic.people.licences import Licence, LicenceType
from clinic.people.merge import Pair
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.tracks import Track
from clinic.schedule.attendees import LEADING, Role
from clinic.schedule.conflicts import Severity
from tests.app.access.conftest import NOW, Place, refused
from tests.app.access.schedule.test_changes import Recorder
from tests.support.service.clinics import open_clinic

MORNING = datetime(2026, 3, 9, 9)  # noqa: DTZ001 (local, a week after the tests' now)


async def merge(
    place: Place, by: Principal, keep: PersonId, drop: PersonId, *, dry_run: bool = False
) -> None:
    async with place.write() as unit:
        await merge_people(unit, by, keep, drop, {}, place.login_hash, dry_run=dry_run)


async def leader(place: Place, name: str = "Dana") -> Principal:
    """Return somebody who may lead any session."""
    found = await place.staff(StaffRole.CLINICIAN, name=name)
    licence = Licence("NY", LicenceType.PSYCHOLOGIST, "1", date(2030, 1, 1))
    async with place.write() as unit:
        await unit.licences.add(LicenceRecord(new_licence_id(), found.person, licence))
    return found


async def plan(
    place: Place,
    by: Principal,
    kind: str,
    people: dict[PersonId, Role],
    *,
    start: datetime = MORNING,
    track: Track = Track.GROUP,
    cohort: CohortId | None = None,
) -> None:
    invited = tuple(Invited(person, role) for person, role in people.items())
    draft = Draft(Content("Session", kind, track), start, 50, invited, cohort=cohort)
    async with place.write() as unit:
        await plan_sessions(unit, by, draft, Recorder())


def group(lead: Principal, *members: PersonId) -> dict[PersonId, Role]:
    return {lead.person: Role.FACILITATOR} | dict.fromkeys(members, Role.MEMBER)


async def test_a_merge_puts_no_partners_together_where_the_policy_keeps_them_apart(place: Place) -> None:
    by, dana = await place.staff(StaffRole.CARE_COORDINATOR), await leader(place)
    keep, drop = await place.clinic.client("Ana L."), await place.clinic.client("Anita")
    ben = await place.clinic.client("Ben")
    await place.couple(keep, ben)
    await plan(place, by, "group", group(dana, drop, ben))
    for dry_run in (True, False):
        with pytest.raises(Conflicted) as caught:
            await merge(place, by, keep, drop, dry_run=dry_run)
        (found,) = caught.value.found
        assert (caught.value.code, found.names) == (
            "schedule.partners_together",
            {keep: "Ana L.", ben: "Ben"},
        ), "and it is said who is in the way"
        assert found.at == MORNING.replace(tzinfo=ZoneInfo("America/New_York"))
    record = await place.record(drop)
    assert record.merged_into is None


async def test_partners_may_meet_where_the_policy_lets_them_and_sit_as_the_couple_they_are(
    place: Place,
) -> None:
    by, dana = await place.staff(StaffRole.CARE_COORDINATOR), await leader(place)
    keep, drop = await place.clinic.client("Ana L."), await place.clinic.client("Anita")
    ben = await place.clinic.client("Ben")
    couple = await place.couple(keep, ben)
    await plan(place, by, "psychoeducation", group(dana, drop, ben))
    await merge(place, by, keep, drop)
    async with place.write() as unit:
        rows = await unit.session.execute(
            select(AttendeeRow.person_id, AttendeeRow.couple_id, AttendeeRow.cameras)
        )
        assert set(map(tuple, rows)) == {(dana.person, None, 2), (keep, couple, 1), (ben, couple, 1)}


async def test_a_merge_puts_nobody_in_two_places_at_once(place: Place) -> None:
    by, dana, elena = [
        await place.staff(StaffRole.CARE_COORDINATOR),
        await leader(place),
        await leader(place, "Elena"),
    ]
    keep, drop = await place.clinic.client("Ana"), await place.clinic.client("Anita")
    await plan(place, by, "group", group(dana, keep))
    await plan(place, by, "individual", group(elena, drop), start=MORNING + timedelta(minutes=30))
    async with refused("schedule.double_booked"):
        await merge(place, by, keep, drop)


async def test_a_merge_lets_no_own_clinician_of_a_partner_lead_the_couples_session(place: Place) -> None:
    by, dana = await place.staff(StaffRole.CARE_COORDINATOR), await leader(place)
    keep, drop = await place.clinic.client("Ana"), await place.clinic.client("Anita")
    ben = await place.clinic.client("Ben")
    await place.couple(keep, ben)
    await place.assign(dana.person, CareTeamRole.SUD_COUNSELOR, client=drop)
    await plan(place, by, "couples", group(dana, keep, ben), track=Track.COUPLES)
    async with refused("schedule.own_clinician"):
        await merge(place, by, keep, drop)


async def test_the_clinician_in_the_way_of_r1_is_named(place: Place) -> None:
    by, dana = await place.staff(StaffRole.CARE_COORDINATOR), await leader(place)
    keep, drop = await place.clinic.client("Ana"), await place.clinic.client("Anita")
    couple = await place.couple(keep, await place.clinic.client("Ben"))
    await place.assign(dana.person, CareTeamRole.COUPLES_THERAPIST, couple=couple)
    await place.assign(dana.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=drop)
    with pytest.raises(Conflicted) as caught:
        await merge(place, by, keep, drop)
    assert (caught.value.code, caught.value.reason) == (
        "care_team.couples_therapist",
        "individual_therapist",
    )
    assert [one.names for one in caught.value.found] == [{dana.person: "Dana"}]


async def test_an_exception_made_for_the_dropped_record_holds_for_the_kept_one(place: Place) -> None:
    by, dana = await place.staff(StaffRole.CARE_COORDINATOR), await leader(place)
    keep, drop = await place.clinic.client("Ana"), await place.clinic.client("Anita")
    ben = await place.clinic.client("Ben")
    couple = await place.couple(drop, ben)
    until = NOW + timedelta(days=7)
    given = (Acknowledgement(drop, NOW), Acknowledgement(ben, NOW))
    key = ConflictKey(dana.person, couple, drop, CareTeamRole.SUD_COUNSELOR)
    override = ConflictOverride(key, (drop, ben), dana.person, "Nobody else.", NOW, until, given)
    async with place.write() as unit:
        await unit.overrides.add(OverrideRecord("ov_1", override))
        for one in given:
            await unit.overrides.acknowledge("ov_1", one)
    await place.assign(dana.person, CareTeamRole.SUD_COUNSELOR, client=drop, since=NOW, until=until)
    await place.assign(dana.person, CareTeamRole.COUPLES_THERAPIST, couple=couple, since=NOW, until=until)
    await merge(place, by, keep, drop)
    async with place.write() as unit:
        assert await unit.session.scalar(select(CoupleRow.first_id)) == keep


async def test_what_was_wrong_before_does_not_stand_in_the_way(place: Place) -> None:
    by, dana = await place.staff(StaffRole.CARE_COORDINATOR), await leader(place)
    keep, drop = await place.clinic.client("Ana"), await place.clinic.client("Anita")
    ben, eva = await place.clinic.client("Ben"), await place.clinic.client("Eva")
    await plan(place, by, "group", group(dana, drop, ben, eva))
    await place.couple(ben, eva)
    await merge(place, by, keep, drop)


async def test_two_records_of_a_clinician_lead_what_either_led(place: Place) -> None:
    by = await place.staff(StaffRole.ADMIN)
    keep, drop = await leader(place, "Dana"), await leader(place, "D")
    ana = await place.clinic.client("Ana")
    people = group(drop, ana) | {keep.person: Role.OBSERVER}
    await plan(place, by, "group", people)
    await merge(place, by, keep.person, drop.person)
    async with place.write() as unit:
        rows = await unit.session.execute(select(AttendeeRow.person_id, AttendeeRow.role))
        assert set(map(tuple, rows)) == {(keep.person, "facilitator"), (ana, "member")}


@dataclass
class RandomClinic:
    """A clinic that came to be by random steps, each of which the rules allowed."""

    place: Place
    by: Principal
    dice: random.Random
    clients: list[PersonId] = field(default_factory=list)
    staff: list[Principal] = field(default_factory=list)

    @property
    def programs(self) -> list[ProgramId]:
        return [ProgramId(f"pg_{self.place.clinic.id}_{number}") for number in (1, 2)]

    @property
    def cohort(self) -> CohortId:
        return CohortId(f"co_{self.place.clinic.id}")

    async def open(self) -> None:
        self.staff = [await leader(self.place, f"Staff {number}") for number in range(3)]
        self.clients = [await self.place.clinic.client(f"Client {number}") for number in range(6)]
        clinic = self.place.clinic.id
        async with self.place.write() as unit:
            for program in self.programs:
                values = {"clinic_id": clinic, "name": program, "level": "asam_2_1", "target_min": 540}
                unit.session.add(ProgramRow(id=program, **values))
            await unit.session.flush()
            values = {"clinic_id": clinic, "program_id": self.programs[0], "name": "Monday", "track": "group"}
            unit.session.add(CohortRow(id=self.cohort, membership="rolling", capacity=9, **values))
        for _ in range(22):
            step = self.dice.choice(
                (
                    self._pair,
                    self._pair,
                    self._assign,
                    self._assign,
                    *[self._plan] * 3,
                    self._join,
                    self._enrol,
                )
            )
            with suppress(Refused):
                await step()

    def _two(self) -> tuple[PersonId, PersonId]:
        first, second = self.dice.sample(self.clients, 2)
        return first, second

    async def _pair(self) -> None:
        parties = [(await self.place.record(one)).party for one in self._two()]
        async with self.place.write() as unit:
            known = await unit.couples.of([one.id for one in parties])
            await unit.couples.add(form_couple(new_couple_id(), *parties, known, now=NOW - timedelta(days=9)))

    async def _assign(self) -> None:
        who = self.dice.choice(self.staff).person
        async with self.place.write() as unit:
            couples = await unit.couples.of(self.clients)
            since = Period(NOW - timedelta(days=3), None)
            if couples and self.dice.random() < 0.5:
                one = Assignment(
                    who, CareTeamRole.COUPLES_THERAPIST, since, couple=self.dice.choice(couples).id
                )
            else:
                role = self.dice.choice([CareTeamRole.INDIVIDUAL_THERAPIST, CareTeamRole.SUD_COUNSELOR])
                one = Assignment(who, role, since, client=self.dice.choice(self.clients))
            held = await unit.assignments.of_clinicians([who], NOW)
            check_separation(one, (other.assignment for other in held), couples)
            await unit.assignments.add(AssignmentRecord(new_assignment_id(), one))

    async def _plan(self) -> None:
        kind, track = self.dice.choice(
            [
                ("group", Track.GROUP),
                ("group", Track.SUD),
                ("psychoeducation", Track.GROUP),
                ("couples", Track.COUPLES),
            ]
        )
        members = self.dice.sample(self.clients, 2 if kind == "couples" else self.dice.randint(2, 5))
        start = MORNING + timedelta(minutes=30 * self.dice.randrange(20))
        cohort = self.cohort if kind == "group" and self.dice.random() < 0.3 else None
        people = group(self.dice.choice(self.staff), *members)
        await plan(self.place, self.by, kind, people, start=start, track=track, cohort=cohort)

    async def _join(self) -> None:
        since = date(2026, 2, 1) + timedelta(days=self.dice.randrange(60))
        async with self.place.write() as unit:
            await add_member(unit, self.by, self.cohort, self.dice.choice(self.clients), since, Recorder())

    async def _enrol(self) -> None:
        since = date(2026, 1, 1) + timedelta(days=self.dice.randrange(90))
        until = since + timedelta(days=30) if self.dice.random() < 0.5 else None
        program = self.dice.choice(self.programs)
        episode = Episode(
            EpisodeId(""), self.dice.choice(self.clients), program, since, until, LevelOfCare.ASAM_2_1, 540
        )
        async with self.place.write() as unit:
            await add_episode(unit, self.by, episode)

    async def merge_some(self, outcomes: Counter[str]) -> None:
        """Try merges of random pairs; whatever is refused changes nothing, and what is done breaks nothing."""
        admin = await self.place.staff(StaffRole.ADMIN, name="Admin")
        for _ in range(5):
            if self.dice.random() < 0.25 and len(self.staff) > 1:
                one, other = (each.person for each in self.dice.sample(self.staff, 2))
            else:
                one, other = self._two()
            before, refusals = await self._dump(), await self._refused_sessions(Pair(one, other))
            try:
                await merge(self.place, admin, one, other)
            except Refused as error:
                found = error.found if isinstance(error, Conflicted) else ()
                outcomes.update({error.code, *(each.conflict.code for each in found)})
                assert await self._dump() == before
                continue
            outcomes["merged"] += 1
            self.staff = [each for each in self.staff if each.person != other]
            self.clients = [each for each in self.clients if each != other]
            async with self.place.write() as unit:
                await self._check(unit)
            assert await self._refused_sessions() <= refusals, "no new ones"

    async def _dump(self) -> list[list[tuple[object, ...]]]:
        async with self.place.write() as unit:
            return [
                sorted((tuple(row) for row in await unit.session.execute(select(table))), key=repr)
                for table in Schema.metadata.sorted_tables
                if table.name not in ("audit_events",)
            ]

    async def _check(self, unit: ClinicUnit) -> None:
        couples = await unit.couples.of(self.clients)
        lasting = [partner for one in couples if one.until is None for partner in one.partners]
        assert len(lasting) == len(set(lasting)), "nobody is in two couples"
        held = [
            one.assignment
            for one in await unit.assignments.of_clinicians([each.person for each in self.staff], NOW)
        ]
        every = await unit.session.scalars(
            select(AssignmentRow.id).where(AssignmentRow.clinic_id == self.place.clinic.id)
        )
        assert len(held) == len(list(every)), "none is lost"
        assert uncovered(held, couples, ()) == []
        for client in self.clients:
            stays = await unit.programme.memberships_of(client)
            assert not any(one.meets(other) for one, other in combinations(stays, 2))
            episodes = [one.episode for one in await unit.programme.episodes(client, None, 99)]
            for one, other in combinations(episodes, 2):
                assert one.program != other.program or not _meet(one, other)
        people = {*self.clients, *(each.person for each in self.staff)}
        sessions = await unit.appointments.to_come_of(people, NOW)
        assert {each.person for session in sessions for each in session.people} <= people
        assert all(any(each.role in LEADING for each in session.people) for session in sessions)

    async def _refused_sessions(self, pair: Pair | None = None) -> set[tuple[str, str, tuple[str, ...]]]:
        """Return what refuses sessions to come: some were planned before somebody was assigned or paired."""
        people = {*self.clients, *(each.person for each in self.staff)}
        refusals = set()
        async with self.place.write() as unit:
            sessions = await unit.appointments.to_come_of(people, NOW)
            for kind in {each.content.kind for each in sessions}:
                around = await find_around(unit, kind, None, people)
                ones = [each for each in sessions if each.content.kind == kind]
                for each in await find_all(unit, ones, around):
                    if each.conflict.severity is Severity.REFUSE:
                        named = tuple(sorted(pair.one(one) if pair else one for one in each.conflict.people))
                        refusals.add((each.at.isoformat(), each.conflict.code, named))
        return refusals


def _meet(one: Episode, other: Episode) -> bool:
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)


async def test_no_merge_in_a_random_clinic_ends_in_a_state_that_the_rules_refuse(place: Place) -> None:
    outcomes = Counter[str]()
    for seed in range(5):
        other = Place(await open_clinic(place.clinic.store, f"random{seed}", NOW))
        by = await other.staff(StaffRole.CARE_COORDINATOR)
        random_clinic = RandomClinic(other, by, random.Random(seed))
        await random_clinic.open()
        await random_clinic.merge_some(outcomes)
    assert outcomes["merged"] > 5, outcomes
    assert {"schedule.partners_together", "care_team.couples_therapist", "schedule.double_booked"} <= set(
        outcomes
    )
