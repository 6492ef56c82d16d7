import asyncio

from app.access.people.couples import (
    change_couple,
    end_couple,
    form_couple,
    known_couple,
    list_couples,
    read_couple,
)
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from clinic.care_team.roles import CareTeamRole
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from clinic.people.couples import Cameras
from tests.app.access.conftest import NOW, Place, invalid, refused
from tests.app.conftest import DATA_KEY
from tests.support.service.clinics import CountedQueries, open_clinic


async def test_a_couple_is_formed_changed_and_ended_with_its_care(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    coordinator, dana = await place.staff(StaffRole.CARE_COORDINATOR), await place.staff(StaffRole.CLINICIAN)
    async with place.write() as unit:
        formed = await form_couple(unit, coordinator, ana, ben, Cameras.ONE)
        couple = formed.record.unit.id
        assert [one.name for one in formed.partners] == ["Ana", "Ben"]
        changed = await change_couple(unit, coordinator, couple, 1, Cameras.TWO)
        assert (changed.record.unit.cameras, changed.record.version) == (Cameras.TWO, 2)
    held = await place.assign(dana.person, CareTeamRole.COUPLES_THERAPIST, couple=couple)
    async with place.write() as unit:
        await end_couple(unit, coordinator, couple)
        assignment = await unit.assignments.find(held)
        assert assignment is not None
        assert assignment.assignment.period.until == NOW
        async with refused("people.couple_ended"):
            await end_couple(unit, coordinator, couple)
        async with refused("people.couple_ended"):
            await change_couple(unit, coordinator, couple, 3, Cameras.ONE)
    assert [action for action, _ in await place.noted()] == [
        "couple.add",
        "couple.change",
        "couple.end",
        "assignment.end",
    ]


async def test_nobody_is_in_two_couples_even_if_both_are_formed_at_once(database: Database) -> None:
    clinic = await open_clinic(ClinicStore(database, InstallationKey(DATA_KEY)), "here", NOW)
    place = Place(clinic)
    ana, ben, eva = [await clinic.client(name) for name in ("Ana", "Ben", "Eva")]
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)

    async def form(first: PersonId, second: PersonId) -> str:
        try:
            async with clinic.store.write(clinic.id, Actor("pt_x"), NOW) as unit:
                await form_couple(unit, coordinator, first, second, Cameras.ONE)
        except Refused as error:
            return error.code
        return "formed"

    assert sorted(await asyncio.gather(form(ana, ben), form(eva, ana))) == ["formed", "people.in_couple"]


async def test_a_clinician_pairs_clients_of_their_own_only(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    dana = await place.staff(StaffRole.CLINICIAN)
    await place.assign(dana.person, CareTeamRole.SUD_COUNSELOR, client=ana)
    async with place.write() as unit:
        async with refused("access.not_yours", "people.write"):
            await form_couple(unit, dana, ana, ben, Cameras.ONE)


async def test_staff_strangers_and_nobody_cannot_be_paired(place: Place) -> None:
    ana, dana = await place.clinic.client("Ana"), await place.staff(StaffRole.CLINICIAN)
    stranger = await (await open_clinic(place.clinic.store, "there", NOW)).client()
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        for other in (dana.person, stranger):
            async with invalid(second="field.unknown"):
                await form_couple(unit, coordinator, ana, other, Cameras.ONE)
        async with refused("people.same_person"):
            await form_couple(unit, coordinator, ana, ana, Cameras.ONE)


async def test_clinicians_know_the_couples_they_look_after(place: Place) -> None:
    clients = [await place.clinic.client(name) for name in ("Zoe", "Ben", "Ana", "Eva")]
    first, second = await place.couple(*clients[:2]), await place.couple(*clients[2:])
    dana, coordinator = await place.staff(StaffRole.CLINICIAN), await place.staff(StaffRole.CARE_COORDINATOR)
    await place.assign(dana.person, CareTeamRole.COUPLES_THERAPIST, couple=first)
    async with place.write() as unit:
        assert [one.record.unit.id for one in await list_couples(unit, dana, None, 9)] == [first]
        listed = await list_couples(unit, coordinator, None, 9)
        assert [one.record.unit.id for one in listed] == [second, first], "by the first partner's name"
        rest = await list_couples(unit, coordinator, (listed[0].sorted_by, second), 9)
        assert rest == listed[1:]
        async with refused("couple.unknown"):
            await read_couple(unit, dana, second)
        assert (await known_couple(unit, dana, first)).unit.partners == (clients[0], clients[1])


async def test_a_list_of_couples_takes_one_query(place: Place) -> None:
    for number in range(12):
        await place.couple(await place.clinic.client(f"A{number}"), await place.clinic.client(f"B{number}"))
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        with CountedQueries(place.clinic.store.database) as queries:
            assert len(await list_couples(unit, coordinator, None, 10)) == 10
    # One for the list, and those that append the note.
    assert queries.statements[0].startswith("SELECT couples.id")
    assert sum("FROM couples" in statement for statement in queries.statements) == 1
