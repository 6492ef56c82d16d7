from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from app.access.care_team.assignments import assign
from app.access.care_team.overrides import (
    Request,
    acknowledge_override,
    end_override,
    list_overrides,
    list_own_overrides,
    propose_override,
)
from clinic.care_team.overrides import OverrideState, state_of
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import CoupleId
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.people.licences import Qualification
from tests.app.access.care_team.test_assignments import (
    COUNSELOR,
    COUPLES,
    THERAPIST,
    proposal,
    put,
    qualified,
)
from tests.app.access.conftest import NOW, Place, invalid, refused

DAY = timedelta(days=1)


@dataclass
class Case:
    """Ben's counselor Dana is to be the therapist of Ana and Ben."""

    place: Place
    couple: CoupleId
    ana: Principal
    ben: Principal
    dana: Principal
    director: Principal

    def asked(self, **changes: object) -> Request:
        fields = {
            "couple": self.couple,
            "clinician": self.dana.person,
            "client": None,
            "role": None,
            "reason": "Nobody else is here.",
            "until": NOW + 14 * DAY,
        }
        return Request(**{**fields, **changes})  # type: ignore[arg-type]

    async def propose(self, **changes: object) -> str:
        async with self.place.write() as unit:
            view = await propose_override(unit, self.director, self.asked(**changes))
        return view.record.id

    async def agree(self, override: str, hours: float = 1) -> None:
        for partner in (self.ana, self.ben):
            async with self.place.write(NOW + timedelta(hours=hours)) as unit:
                await acknowledge_override(unit, partner, override)


@pytest.fixture
async def case(place: Place) -> Case:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    dana = await qualified(
        place, Qualification.SUD_COUNSELOR, Qualification.COUPLES_THERAPIST, Qualification.LICENSED_CLINICIAN
    )
    await place.assign(dana.person, COUNSELOR, client=ben)
    return Case(
        place,
        await place.couple(ana, ben),
        place.client(ana),
        place.client(ben),
        dana,
        await place.staff(StaffRole.CLINICAL_DIRECTOR),
    )


async def test_the_only_conflict_is_found_by_itself(case: Case) -> None:
    override = await case.propose()
    async with case.place.write() as unit:
        record = await unit.overrides.find(override)
    assert record is not None
    key = record.override.key
    assert (key.client, key.role, key.couple) == (case.ben.person, COUNSELOR, case.couple)
    assert record.override.reason == "Nobody else is here."


async def test_two_conflicts_have_to_be_told_apart(case: Case) -> None:
    await case.place.assign(case.dana.person, THERAPIST, client=case.ana.person)
    async with refused("care_team.which_conflict"):
        await case.propose()
    await case.propose(client=case.ana.person)
    await case.propose(role=COUNSELOR)


async def test_where_there_is_no_conflict_yet_it_has_to_be_named(case: Case) -> None:
    hugo = await case.place.staff(StaffRole.CLINICIAN, name="Hugo")
    async with refused("care_team.no_conflict"):
        await case.propose(clinician=hugo.person)
    await case.propose(clinician=hugo.person, client=case.ana.person, role=THERAPIST)
    async with invalid(role="field.choice"):
        await case.propose(client=case.ana.person, role=CareTeamRole.PRESCRIBER)
    async with refused("care_team.not_a_partner"):
        await case.propose(client=case.dana.person, role=THERAPIST)


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"reason": " "}, {"reason": "field.required"}),
        ({"reason": "x" * 1001}, {"reason": "field.too_long"}),
        ({"reason": "a\u202eb", "until": NOW}, {"reason": "field.bidi", "until": "field.past"}),
        ({"until": NOW + 14 * DAY + timedelta(seconds=1)}, {"until": "field.too_late"}),
        ({"couple": "cu_none"}, {"couple": "field.unknown"}),
        ({"clinician": "pt_none"}, {"clinician": "field.unknown"}),
    ],
)
async def test_everything_wrong_with_an_override_is_told(
    case: Case, changes: dict[str, object], wrong: dict[str, str]
) -> None:
    async with invalid(**wrong):
        await case.propose(**changes)


async def test_partners_learn_who_and_until_when_and_acknowledge_for_themselves(case: Case) -> None:
    override = await case.propose()
    async with case.place.write() as unit:
        for partner in (case.ana, case.ben):
            (view,) = await list_own_overrides(unit, partner)
            assert (view.clinician.name, view.sees_conflict, view.sees_reason) == ("Dana", False, False)
        await acknowledge_override(unit, case.ana, override)
        await acknowledge_override(unit, case.ana, override)
        record = await unit.overrides.find(override)
        assert record is not None
        assert [given.partner for given in record.override.acknowledged] == [case.ana.person]
        assert state_of(record.override, NOW) is OverrideState.PENDING
    assert [action for action, _ in await case.place.noted()].count("override.acknowledge") == 1


async def test_an_override_is_unknown_to_everybody_else(case: Case) -> None:
    override = await case.propose()
    eva = case.place.client(await case.place.clinic.client("Eva"))
    hugo = await case.place.staff(StaffRole.CLINICIAN)
    async with case.place.write() as unit:
        for other in (eva, case.dana, case.director):
            async with refused("override.unknown"):
                await acknowledge_override(unit, other, override)
        assert await list_own_overrides(unit, eva) == []
        async with refused("couple.unknown"):
            await list_overrides(unit, hugo, case.couple)


@pytest.mark.parametrize(
    ("role", "conflict", "reason"),
    [
        (StaffRole.CLINICAL_DIRECTOR, True, True),
        (StaffRole.CARE_COORDINATOR, True, False),
        (StaffRole.CLINICIAN, False, False),
    ],
)
async def test_the_reason_is_for_directors_and_the_conflict_for_planners(
    case: Case, role: StaffRole, conflict: bool, reason: bool
) -> None:
    await case.propose()
    viewer = await case.place.staff(role, name="Viewer")
    await case.place.assign(viewer.person, CareTeamRole.CARE_COORDINATOR, couple=case.couple)
    async with case.place.write() as unit:
        (view,) = await list_overrides(unit, viewer, case.couple)
    assert (view.sees_conflict, view.sees_reason) == (conflict, reason)


async def test_what_an_override_permitted_ends_with_it(case: Case) -> None:
    override = await case.propose()
    await case.agree(override)
    later = NOW + timedelta(hours=2)
    admin = await case.place.staff(StaffRole.ADMIN)
    async with case.place.write(later) as unit:
        asked = proposal(case.dana.person, COUPLES, couple=case.couple, since=later, until=NOW + 14 * DAY)
        permitted = (await assign(unit, admin, asked)).record.id
    ended = later + DAY
    async with case.place.write(ended) as unit:
        await end_override(unit, director_at(case, ended), override)
        found = await unit.assignments.find(permitted)
        assert found is not None
        assert found.assignment.period.until == ended
        (counselor,) = await unit.assignments.of_clients([case.ben.person], ended)
        assert counselor.assignment.role is COUNSELOR, "what was there before goes on"
        async with refused("care_team.override_ended"):
            await end_override(unit, director_at(case, ended), override)


async def test_an_override_that_permitted_nothing_ends_alone(case: Case) -> None:
    override = await case.propose()
    async with case.place.write() as unit:
        await end_override(unit, case.director, override)
        assert len(await unit.assignments.of_clinicians([case.dana.person], NOW)) == 1
        async with refused("override.unknown"):
            await end_override(unit, case.director, "ov_none")


async def test_one_partners_word_is_not_enough(case: Case) -> None:
    override = await case.propose()
    async with case.place.write() as unit:
        await acknowledge_override(unit, case.ben, override)
    async with refused("care_team.couples_therapist"):
        await put(
            case.place,
            case.director,
            proposal(case.dana.person, COUPLES, couple=case.couple, until=NOW + DAY),
        )


def director_at(case: Case, now: datetime) -> Principal:
    return case.place.principal(case.director.person, StaffRole.CLINICAL_DIRECTOR, proved_at=now)
