from dataclasses import replace
from datetime import timedelta

from clinic.common.ids import CoupleId
from clinic.people.couples import Cameras, CoupleUnit
from tests.app.persistence.repositories.conftest import NOW, Clinics

DAY = timedelta(days=1)


async def paired(clinics: Clinics, name: str, *, until: int | None = None) -> CoupleUnit:
    first, second = [await clinics.here.client(f"{one} {name}") for one in ("Ana", "Ben")]
    ends = None if until is None else NOW + until * DAY
    unit = CoupleUnit(CoupleId(f"cu_{name}"), clinics.here.id, (first, second), NOW - DAY, ends, Cameras.TWO)
    async with clinics.write() as write:
        await write.couples.add(unit)
    return unit


async def test_a_couple_comes_back_as_it_was_kept(clinics: Clinics) -> None:
    couple = await paired(clinics, "lopez", until=3)
    async with clinics.write() as unit:
        found = await unit.couples.find(couple.id)
        assert found is not None
        assert (found.unit, found.version) == (couple, 1)
        assert await unit.couples.of([couple.partners[1]]) == [couple]


async def test_a_change_needs_the_version_it_was_made_from(clinics: Clinics) -> None:
    couple = await paired(clinics, "lopez")
    changed = replace(couple, cameras=Cameras.ONE, until=NOW)
    async with clinics.write() as unit:
        assert await unit.couples.change(changed, 1)
        assert not await unit.couples.change(couple, 1)
    async with clinics.write() as unit:
        found = await unit.couples.find(couple.id)
        assert found is not None
        assert (found.unit, found.version) == (changed, 2)


async def test_pages_hold_the_couples_of_today_by_name(clinics: Clinics) -> None:
    couples = {name: await paired(clinics, name) for name in ("c", "a", "b")}
    await paired(clinics, "past", until=0)
    async with clinics.write() as unit:
        first = await unit.couples.page(NOW, None, None, 2)
        assert [one.record.unit for one in first] == [couples["a"], couples["b"]]
        assert [one.name for one in first[0].partners] == ["Ana a", "Ben a"]
        rest = await unit.couples.page(NOW, None, (first[-1].sorted_by, first[-1].record.unit.id), 2)
        assert [one.record.unit for one in rest] == [couples["c"]]
        only = await unit.couples.page(NOW, [couples["c"].id], None, 2)
        assert [one.record.unit for one in only] == [couples["c"]]
        assert await unit.couples.page(NOW, [], None, 2) == []


async def test_a_clinic_has_its_own_couples_only(clinics: Clinics) -> None:
    couple = await paired(clinics, "lopez")
    async with clinics.write(clinics.there) as unit:
        assert await unit.couples.find(couple.id) is None
        assert await unit.couples.of(couple.partners) == []
        assert await unit.couples.page(NOW, None, None, 9) == []
        assert not await unit.couples.change(couple, 1)
