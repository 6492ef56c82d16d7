"""What will be removed is shown before, and how long it is kept is chosen within what is safe."""

from datetime import timedelta

from app.access.callers import Caller
from app.access.records.holds import place as place_hold
from app.access.records.purging import Purge
from app.access.records.removing import ClassView, change_lengths, read_removal
from clinic.common.ids import PersonId
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.records.retention import RetentionClass
from tests.app.access.conftest import NOW, Place, invalid, refused
from tests.app.mail.outbox import Clock
from tests.support.schedule.afterwards.kept_rows import Thing, add_thing

LINKS = RetentionClass.LINKS


def caller(place: Place, principal: Principal) -> Caller:
    return Caller(principal, None, NOW, place.clinic.store)


async def links(place: Place, principal: Principal) -> ClassView:
    async with place.write() as unit:
        (found,) = [one for one in (await read_removal(unit, principal)).classes if one.kind is LINKS]
    return found


async def add_links(place: Place, person: PersonId, *days: int) -> None:
    async with place.write() as unit:
        for day in days:
            thing = Thing(f"ln_{person}_{day}", LINKS, person, NOW - timedelta(days=day))
            await add_thing(unit, thing)


async def test_the_preview_counts_what_the_next_run_removes_and_what_a_hold_keeps(place: Place) -> None:
    ana, ben = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    owner = await place.staff(StaffRole.OWNER)
    await add_links(place, ana, 10, 31, 40)
    await add_links(place, ben, 50)
    async with place.write() as unit:
        await place_hold(unit, owner, ben, None, "A letter")
    before = (await links(place, owner)).counted
    assert (before.due, before.oldest, before.held) == (2, NOW - timedelta(days=40), 1)
    await Purge(place.clinic.store, Clock(NOW)).purge(NOW)
    after = await links(place, owner)
    assert (after.counted.due, after.counted.oldest, after.counted.held) == (0, None, 1)
    async with place.write() as unit:
        (run,) = (await read_removal(unit, owner)).runs
    assert (run.at, dict(run.counts)) == (NOW, {"links": 2})


async def test_every_class_is_listed_also_what_is_never_stored_or_never_removed(place: Place) -> None:
    admin = await place.staff(StaffRole.ADMIN)
    async with place.write() as unit:
        view = await read_removal(unit, admin)
    assert [one.kind for one in view.classes] == list(RetentionClass)
    lengths = {one.kind: one.length for one in view.classes}
    assert (lengths[RetentionClass.MEDIA], lengths[RetentionClass.AUDIT]) == (0, None)


async def test_a_clinic_keeps_longer_or_shorter_but_not_too_short(place: Place) -> None:
    owner, admin = await place.staff(StaffRole.OWNER), await place.staff(StaffRole.ADMIN)
    view = await change_lengths(caller(place, owner), {RetentionClass.LOG: 120}, 1)
    assert {one.kind: one.length for one in view.classes}[RetentionClass.LOG] == 120
    async with invalid(log="retention.range"):
        await change_lengths(caller(place, owner), {RetentionClass.LOG: 7}, view.version)
    async with refused("version.other"):
        await change_lengths(caller(place, owner), {RetentionClass.LOG: 90}, 1)
    async with refused("access.denied"):
        await change_lengths(caller(place, admin), {RetentionClass.LOG: 90}, view.version)


async def test_only_who_keeps_the_records_sees_it(place: Place) -> None:
    for role in (StaffRole.CLINICIAN, StaffRole.CARE_COORDINATOR, StaffRole.AUDITOR, StaffRole.TECH_HOST):
        principal = await place.staff(role)
        async with refused("access.denied"), place.write() as unit:
            await read_removal(unit, principal)
