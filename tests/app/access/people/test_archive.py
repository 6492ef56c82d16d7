from datetime import date, timedelta

from sqlalchemy import select

from app.access.people.archive import archive_person, restore_person
from app.auth.one_time import make_secret
from app.persistence.models.identity import ApiTokenRow, OneTimeLinkRow, SignInRow
from app.persistence.models.programme.programme import CohortRow, EpisodeRow, MembershipRow, ProgramRow
from app.persistence.repositories.identity.sign_ins import SignInLookup
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import PersonId, SignInId
from clinic.identity.access import Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.identity.sign_ins import start
from tests.app.access.conftest import NOW, Place, refused
from tests.app.access.test_reading import lead

HOUR = timedelta(hours=1)


async def archive(place: Place, by: Principal, person: PersonId) -> None:
    async with place.write() as unit:
        view = await archive_person(unit, by, person)
        assert view.record.archived_at == NOW


async def test_a_client_leaves_with_care_team_couple_and_groups_ended(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    dana, coordinator = await place.staff(StaffRole.CLINICIAN), await place.staff(StaffRole.CARE_COORDINATOR)
    own = await place.assign(dana.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    theirs = await place.assign(dana.person, CareTeamRole.CARE_COORDINATOR, couple=couple)
    bens = await place.assign(dana.person, CareTeamRole.PRESCRIBER, client=ben)
    await join_groups(place, ana)
    await archive(place, coordinator, ana)
    async with place.write() as unit:
        ends = [
            found.assignment.period.until
            for one in (own, theirs, bens)
            if (found := await unit.assignments.find(one))
        ]
        assert ends == [NOW, NOW, None]
        ended = await unit.couples.find(couple)
        assert ended is not None
        assert ended.unit.until == NOW
        left = await unit.session.execute(select(MembershipRow.since, MembershipRow.until))
        assert [tuple(row) for row in left] == [(date(2026, 2, 1), date(2026, 3, 2))]
    actions = [action for action, _ in await place.noted()]
    assert sorted(actions) == ["assignment.end", "assignment.end", "couple.end", "person.archive"]


async def join_groups(place: Place, client: PersonId) -> None:
    clinic = place.clinic.id
    async with place.write() as unit:
        unit.session.add(
            ProgramRow(id="pg_1", clinic_id=clinic, name="IOP", level="asam_2_1", target_min=540)
        )
        await unit.session.flush()
        unit.session.add(
            CohortRow(
                id="co_1", clinic_id=clinic, program_id="pg_1", name="Monday", track="group",
                membership="rolling", capacity=9, starts_on=date(2026, 1, 5),
            )
        )  # fmt: skip
        await unit.session.flush()
        for since in (date(2026, 2, 1), date(2026, 4, 1)):
            unit.session.add(MembershipRow(clinic_id=clinic, cohort_id="co_1", person_id=client, since=since))


async def test_an_enrolled_client_is_discharged_first(place: Place) -> None:
    ana, coordinator = await place.clinic.client(), await place.staff(StaffRole.CARE_COORDINATOR)
    await join_groups(place, ana)
    async with place.write() as unit:
        unit.session.add(
            EpisodeRow(
                id="ep_1", clinic_id=place.clinic.id, client_id=ana, program_id="pg_1", level="asam_2_1",
                target_min=540, since=date(2026, 2, 1),
            )
        )  # fmt: skip
    async with refused("people.enrolled"):
        await archive(place, coordinator, ana)


async def test_whoever_is_expected_in_a_session_is_not_archived(place: Place) -> None:
    ana, dana = await place.clinic.client(), await place.staff(StaffRole.CLINICIAN)
    admin = await place.staff(StaffRole.ADMIN)
    await lead(place, dana.person, ana, NOW + HOUR, NOW + 2 * HOUR)
    for person in (ana, dana.person):
        async with refused("people.has_sessions"):
            await archive(place, admin, person)


async def test_a_clinician_hands_over_their_clients_first(place: Place) -> None:
    ana, dana = await place.clinic.client(), await place.staff(StaffRole.CLINICIAN)
    admin = await place.staff(StaffRole.ADMIN)
    held = await place.assign(dana.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    await place.assign(dana.person, CareTeamRole.ON_CALL)
    async with refused("people.has_clients"):
        await archive(place, admin, dana.person)
    async with place.write() as unit:
        await unit.assignments.end([held], NOW)
    await archive(place, admin, dana.person)
    async with place.write() as unit:
        assert await unit.assignments.of_clinicians([dana.person], NOW) == []
        assert await unit.roles.of(dana.person) == frozenset()


async def test_whoever_leaves_cannot_sign_in_by_anything_they_have(place: Place) -> None:
    dana, admin = await place.staff(StaffRole.CLINICIAN), await place.staff(StaffRole.ADMIN)
    secret, person = make_secret(), dana.person
    one = start(SignInId("si_x"), place.clinic.id, person, PrincipalKind.STAFF, NOW, second_factor=False)
    async with place.write() as unit:
        await unit.sign_ins.add(one, secret.hashed, "password", "Firefox")
        common = {"clinic_id": place.clinic.id, "person_id": person, "made_at": NOW, "expires_at": NOW + HOUR}
        unit.session.add(
            ApiTokenRow(id="to_1", secret_hash=b"t", label="EHR", scopes=["people.read"], **common)
        )
        unit.session.add(OneTimeLinkRow(id="ln_1", secret_hash=b"l", purpose="invitation", **common))
    await archive(place, admin, person)
    async with place.write() as unit:
        repository = SignInLookup(unit.session)
        assert await repository.find(secret.hashed) is None
        await unit.people.archive(person, None)
        found = await repository.find(secret.hashed)
        assert found is not None
        assert found.sign_in.ended_at == NOW, "what was ended does not live again when they come back"
        assert await repository.find_token(b"t", NOW) is None
        assert await unit.session.scalar(select(OneTimeLinkRow.withdrawn_at)) == NOW
        assert await unit.session.scalar(select(SignInRow.state)) == "ended"


async def test_the_last_owner_stays_and_nobody_archives_themselves(place: Place) -> None:
    owner, admin = await place.staff(StaffRole.OWNER), await place.staff(StaffRole.ADMIN)
    async with refused("people.yourself"):
        await archive(place, owner, owner.person)
    async with refused("roles.not_grantable", "owner"):
        await archive(place, admin, owner.person)
    second = await place.staff(StaffRole.OWNER, name="Second")
    await archive(place, owner, second.person)


async def test_archiving_twice_changes_nothing_and_restoring_brings_back_the_record_alone(
    place: Place,
) -> None:
    ana, coordinator = await place.clinic.client(), await place.staff(StaffRole.CARE_COORDINATOR)
    await archive(place, coordinator, ana)
    await archive(place, coordinator, ana)
    async with place.write() as unit:
        view = await restore_person(unit, coordinator, ana)
    assert (view.record.archived_at, view.record.version) == (None, 3)
    assert [action for action, _ in await place.noted()] == ["person.archive", "person.restore"]


async def test_who_was_merged_does_not_come_back(place: Place) -> None:
    ana, copy = await place.clinic.client("Ana"), await place.clinic.client("Ana")
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        await unit.people.fold(copy, ana, NOW)
        async with refused("people.merged"):
            await restore_person(unit, coordinator, copy)


async def test_a_clinician_archives_no_client_of_others(place: Place) -> None:
    ana, dana = await place.clinic.client(), await place.staff(StaffRole.CLINICIAN)
    async with refused("access.not_yours"):
        await archive(place, dana, ana)
