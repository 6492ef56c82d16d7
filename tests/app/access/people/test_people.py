from app.access.people.people import KnownCouple, list_people, read_person
from app.persistence.repositories.care_team.relations import GlassBreak
from app.persistence.repositories.people.people import Named, NewPerson
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import PersonId
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.people.person import PersonFields, PersonKind
from tests.app.access.conftest import NOW, Place, refused
from tests.support.service.clinics import CountedQueries


async def seen(place: Place, viewer: Principal, person: PersonId) -> tuple[bool, bool, bool]:
    async with place.write() as unit:
        view = await read_person(unit, viewer, person)
    return view.sees_place, view.sees_identity, view.sees_contact


async def test_a_tech_host_sees_names_only(place: Place) -> None:
    ana, host = await place.clinic.client(), await place.staff(StaffRole.TECH_HOST)
    assert await seen(place, host, ana) == (False, False, False)


async def test_a_coordinator_sees_how_to_reach_clients(place: Place) -> None:
    ana, coordinator = await place.clinic.client(), await place.staff(StaffRole.CARE_COORDINATOR)
    assert await seen(place, coordinator, ana) == (True, True, True)


async def test_a_clinician_sees_their_own_clients(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    dana = await place.staff(StaffRole.CLINICIAN)
    await place.assign(dana.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=ana)
    assert await seen(place, dana, ana) == (True, True, True)
    assert await seen(place, dana, ben) == (False, False, False)


async def test_contact_data_of_staff_are_for_the_office_and_for_themselves(place: Place) -> None:
    dana, hugo = [await place.staff(StaffRole.CLINICIAN, name=name) for name in ("Dana", "Hugo")]
    admin = await place.staff(StaffRole.ADMIN)
    assert await seen(place, admin, dana.person) == (True, True, True)
    assert await seen(place, dana, dana.person) == (True, True, True)
    assert await seen(place, hugo, dana.person) == (True, False, False)


async def test_reading_is_noted_and_broken_glass_with_it(place: Place) -> None:
    ana, dana = await place.clinic.client(), await place.staff(StaffRole.CLINICIAN)
    await seen(place, dana, ana)
    async with place.write() as unit:
        until = NOW.replace(hour=23)
        await unit.relations.break_glass(GlassBreak("bg_1", dana.person, ana, NOW, until), "Reason enough")
    assert await seen(place, dana, ana) == (True, True, False)
    assert await place.noted() == [("person.read", (ana,)), ("person.read", (ana, "bg_1"))]


async def test_a_couple_is_shown_to_planners_and_its_therapist_and_not_to_a_partners_own(
    place: Place,
) -> None:
    ana, ben, eva = [await place.clinic.client(name) for name in ("Ana", "Ben", "Eva")]
    couple = await place.couple(ana, ben)
    own, theirs = [await place.staff(StaffRole.CLINICIAN, name=name) for name in ("Own", "Theirs")]
    admin = await place.staff(StaffRole.ADMIN)
    for client in (ana, eva):
        await place.assign(own.person, CareTeamRole.INDIVIDUAL_THERAPIST, client=client)
    await place.assign(theirs.person, CareTeamRole.COUPLES_THERAPIST, couple=couple)
    async with place.write() as unit:
        for viewer in (admin, theirs):
            view = await read_person(unit, viewer, ana)
            assert (view.sees_couple, view.couple) == (True, KnownCouple(couple, Named(ben, "Ben")))
        for client in (ana, eva):
            view = await read_person(unit, own, client)
            assert (view.sees_couple, view.couple) == (False, None), "who has none looks the same"
        assert (await read_person(unit, admin, eva)).sees_couple


async def names(
    place: Place, viewer: Principal, text: str = "", kind: PersonKind | None = PersonKind.CLIENT
) -> list[str]:
    async with place.write() as unit:
        found = await list_people(unit, viewer, kind, text, archived=False, after=None, limit=50)
    return [one.name for one in found]


async def test_legal_names_are_found_by_planners_only(place: Place) -> None:
    await place.clinic.client("Sunny", legal_name="Susan Miller")
    coordinator, dana = await place.staff(StaffRole.CARE_COORDINATOR), await place.staff(StaffRole.CLINICIAN)
    assert await names(place, coordinator, "mil") == ["Sunny"]
    assert await names(place, dana, "mil") == []
    assert await names(place, dana, "sun") == ["Sunny"]


async def test_lists_are_for_those_who_may_know(place: Place) -> None:
    await place.clinic.client("Ana")
    auditor, nobody = await place.staff(StaffRole.AUDITOR), await place.staff()
    async with refused("access.denied", "people.read"):
        await names(place, auditor)
    assert await names(place, auditor, kind=PersonKind.STAFF) == ["Sam auditor", "Sam nobody"]
    async with refused("access.denied", "staff.read"):
        await names(place, nobody, kind=PersonKind.STAFF)


async def test_without_a_kind_everybody_is_listed_of_whom_the_viewer_may_know(place: Place) -> None:
    await place.clinic.client("Sandra", legal_name="Lee Stone")
    admin, auditor, nobody = (
        await place.staff(StaffRole.ADMIN),
        await place.staff(StaffRole.AUDITOR),
        await place.staff(),
    )
    assert await names(place, admin, "sa", None) == ["Sam admin", "Sam auditor", "Sam nobody", "Sandra"]
    assert await names(place, auditor, "sa", None) == ["Sam admin", "Sam auditor", "Sam nobody"]
    async with refused("access.denied", "people.read"):
        await names(place, nobody, "sa", None)


async def test_a_list_takes_one_query_and_one_more_for_roles(place: Place) -> None:
    for number in range(30):
        await place.clinic.client(f"Client {number}")
    admin = await place.staff(StaffRole.ADMIN)
    counts = []
    for kind in (PersonKind.STAFF, PersonKind.CLIENT, None):
        async with place.write() as unit:
            with CountedQueries(place.clinic.store.database) as queries:
                await list_people(unit, admin, kind, "s", archived=False, after=None, limit=50)
            counts.append(queries.count)
    assert counts == [2, 1, 2]


async def test_reading_a_client_takes_a_bounded_number_of_queries(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    couple = await place.couple(ana, ben)
    admin = await place.staff(StaffRole.ADMIN)
    for number in range(10):
        therapist = await place.staff(StaffRole.CLINICIAN, name=f"T{number}")
        await place.assign(therapist.person, CareTeamRole.COUPLES_THERAPIST, couple=couple)
    async with place.write() as unit:
        with CountedQueries(place.clinic.store.database) as queries:
            await read_person(unit, admin, ana)
    assert queries.count <= 8


async def test_five_thousand_people_are_searched_with_one_query(place: Place) -> None:
    def name(number: int) -> str:
        return f"C{number % 97} N{number}"

    everybody = [
        NewPerson(PersonId(f"pt_{number}"), PersonFields(PersonKind.CLIENT, name(number), "UTC"))
        for number in range(5000)
    ]
    async with place.write() as unit:
        for first in range(0, 5000, 500):
            await unit.people.add(everybody[first : first + 500], NOW)
    admin = await place.staff(StaffRole.ADMIN)
    async with place.write() as unit:
        with CountedQueries(place.clinic.store.database) as queries:
            found = await list_people(
                unit, admin, PersonKind.CLIENT, "c9 n49", archived=False, after=None, limit=50
            )
    assert queries.count == 1
    wanted = [
        name(number)
        for number in range(5000)
        if f"{number}".startswith("49") and f"{number % 97}".startswith("9")
    ]
    assert sorted(one.name for one in found) == sorted(wanted)
