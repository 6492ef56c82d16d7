from datetime import timedelta

import pytest

from app.access.people.import_export import (
    KnownEmails,
    begin_import,
    export_people,
    import_people,
    read_import,
)
from app.persistence.repositories.people.search import PeopleFilter
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.people.person import PersonKind
from tests.app.access.conftest import NOW, Place, refused

FILE = b"display_name,time_zone,email,kind\nAna,America/New_York,ana@example.org,\nBen,UTC,,client\n"


async def bring_in(place: Place, by: Principal, data: bytes) -> int:
    async with place.write() as unit:
        known = await begin_import(unit, by)
    file = await read_import(data, known)
    async with place.write() as unit:
        return await import_people(unit, by, file)


async def names(place: Place) -> list[str]:
    async with place.write() as unit:
        found = await unit.search.find(PeopleFilter({PersonKind.CLIENT: False}), None, 500)
    return [one.name for one in found]


async def test_everybody_in_a_file_is_added_and_can_be_found(place: Place) -> None:
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    assert await bring_in(place, coordinator, FILE) == 2
    assert await names(place) == ["Ana", "Ben"]
    async with place.write() as unit:
        assert await unit.people.with_email("ANA@example.org") is not None
    assert await place.noted() == [("people.import", ())]


async def test_a_file_with_one_problem_adds_nobody(place: Place) -> None:
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with refused("import.problems"):
        await bring_in(place, coordinator, FILE + b"Eva,Nowhere/City,,\n")
    assert await names(place) == []


async def test_an_address_that_somebody_has_is_found_without_decrypting_any(place: Place) -> None:
    await place.clinic.client("Ana", email="Ana@example.org")
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with place.write() as unit:
        known = await begin_import(unit, coordinator)
    (problem,) = (await read_import(FILE, known)).problems
    assert (problem.code, problem.row, problem.column) == ("import.email_exists", 2, "email")
    async with refused("import.problems"):
        await bring_in(place, coordinator, FILE)
    assert await names(place) == ["Ana"]


async def test_addresses_can_be_asked_for_and_not_listed(place: Place) -> None:
    await place.clinic.client("Ana", email="ana@example.org")
    async with place.write() as unit:
        known = KnownEmails(unit.keys, await unit.people.email_hashes())
    assert ("ana@example.org" in known, "ben@example.org" in known, 7 in known) == (True, False, False)
    assert len(known) == 1
    with pytest.raises(TypeError):
        list(known)


async def test_a_file_that_is_no_csv_is_refused(place: Place) -> None:
    coordinator = await place.staff(StaffRole.CARE_COORDINATOR)
    async with refused("import.not_csv"):
        await bring_in(place, coordinator, b"PK\x03\x04 a workbook")


async def test_staff_come_in_by_those_who_manage_staff(place: Place) -> None:
    coordinator, admin = await place.staff(StaffRole.CARE_COORDINATOR), await place.staff(StaffRole.ADMIN)
    data = FILE + b"Sam,UTC,sam@example.org,staff\n"
    async with refused("access.denied", "staff.manage"):
        await bring_in(place, coordinator, data)
    assert await bring_in(place, admin, data) == 3


async def test_what_goes_out_comes_back_in(place: Place) -> None:
    admin = await place.staff(StaffRole.ADMIN)
    await bring_in(place, admin, FILE)
    await place.clinic.client("=Eva", phone="+12025550123", legal_name="Eva O'Hara, Jr.")
    async with place.write() as unit:
        data = await export_people(unit, admin, PersonKind.CLIENT)
    lines = data.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["display_name", "'=Eva", "Ana", "Ben"]
    async with place.write() as unit:
        for one in await unit.search.find(PeopleFilter({PersonKind.CLIENT: False}), None, 9):
            await unit.people.fold(one.id, one.id, NOW)
    assert await bring_in(place, admin, data) == 3
    async with place.write() as unit:
        assert await export_people(unit, admin, PersonKind.CLIENT) == data


async def test_an_export_leaves_out_who_is_archived_and_the_other_kind(place: Place) -> None:
    ana, admin = await place.clinic.client("Ana"), await place.staff(StaffRole.ADMIN, name="Adam")
    async with place.write() as unit:
        await unit.people.archive(ana, NOW)
        assert b"Ana" not in await export_people(unit, admin, PersonKind.CLIENT)
        assert b"Adam" in await export_people(unit, admin, PersonKind.STAFF)


async def test_an_export_asks_for_a_fresh_proof_and_of_staff_for_more(place: Place) -> None:
    admin, director = await place.staff(StaffRole.ADMIN), await place.staff(StaffRole.CLINICAL_DIRECTOR)
    stale = place.principal(admin.person, StaffRole.ADMIN, proved_at=NOW - timedelta(hours=1))
    async with place.write() as unit:
        async with refused("access.proof_needed", "people.export"):
            await export_people(unit, stale, PersonKind.CLIENT)
        await export_people(unit, director, PersonKind.CLIENT)
        async with refused("access.denied", "staff.manage"):
            await export_people(unit, director, PersonKind.STAFF)


async def test_a_long_file_is_written_a_part_at_a_time(place: Place) -> None:
    admin = await place.staff(StaffRole.ADMIN)
    rows = b"".join(b"Client %d,UTC\n" % number for number in range(250))
    assert await bring_in(place, admin, b"display_name,time_zone\n" + rows) == 250
    async with place.write() as unit:
        exported = await export_people(unit, admin, PersonKind.CLIENT)
    assert exported.count(b"\n") == 251
