"""Who may ask for a copy, and who may open it."""

from dataclasses import replace
from datetime import timedelta

from app.access.records.copies.requests import (
    ask_for,
    ask_own,
    fetch_own,
    fetch_written,
    list_copies,
    read_own,
)
from clinic.identity.access import Principal
from clinic.identity.roles import StaffRole
from clinic.records.copies import OPEN_FOR, CopyRequest, CopyState
from tests.app.access.conftest import NOW, Place, refused


def nothing() -> None:
    """Nobody has to be woken."""


async def make_ready(place: Place, request: CopyRequest) -> None:
    async with place.write() as unit:
        await unit.copies.put(replace(request, state=CopyState.READY, ready_at=NOW), b"PK")


async def test_a_client_asks_waits_and_fetches_for_a_week(place: Place) -> None:
    ana = place.client(await place.clinic.client("Ana"))
    woken: list[bool] = []
    async with place.write() as unit:
        asked = await ask_own(unit, ana, "es", lambda: woken.append(True))
        assert woken == [], "only once it is stored"
    assert woken == [True]
    async with refused("copy.waiting"), place.write() as unit:
        await ask_own(unit, ana, "es", nothing)
    async with refused("copy.closed"), place.write() as unit:
        await fetch_own(unit, ana, asked.id)
    await make_ready(place, asked)
    async with place.write() as unit:
        assert await fetch_own(unit, ana, asked.id) == b"PK"
        (mine,) = await read_own(unit, ana)
        assert (mine.state, mine.open_until) == (CopyState.READY, NOW + OPEN_FOR)
    later = replace(ana, proved_at=NOW + OPEN_FOR)
    async with refused("copy.closed"), place.write(NOW + OPEN_FOR) as unit:
        await fetch_own(unit, later, asked.id)
    acts = [(action, subjects) for action, subjects in await place.noted() if action.startswith("copy.")]
    assert acts == [("copy.ask", (ana.person, asked.id)), ("copy.fetch", (ana.person, asked.id))]


async def test_both_asking_and_fetching_need_a_fresh_proof(place: Place) -> None:
    ana = place.client(await place.clinic.client("Ana"))
    late = replace(ana, proved_at=NOW - timedelta(minutes=6))
    async with refused("access.proof_needed"), place.write() as unit:
        await ask_own(unit, late, "en", nothing)
    async with place.write() as unit:
        asked = await ask_own(unit, ana, "en", nothing)
    await make_ready(place, asked)
    async with refused("access.proof_needed"), place.write() as unit:
        await fetch_own(unit, late, asked.id)


async def test_others_copies_are_as_unknown_as_none(place: Place) -> None:
    ana, ben = [place.client(await place.clinic.client(name)) for name in ("Ana", "Ben")]
    async with place.write() as unit:
        asked = await ask_own(unit, ana, "en", nothing)
    await make_ready(place, asked)
    for request in (asked.id, "dr_none"):
        async with refused("copy.unknown"), place.write() as unit:
            await fetch_own(unit, ben, request)


async def test_staff_open_what_was_asked_in_writing_and_not_what_clients_asked_themselves(
    place: Place,
) -> None:
    person = await place.clinic.client("Ana")
    ana, admin = place.client(person), await place.staff(StaffRole.ADMIN)
    async with place.write() as unit:
        own = await ask_own(unit, ana, "en", nothing)
    await make_ready(place, own)
    async with refused("copy.unknown"), place.write() as unit:
        await fetch_written(unit, admin, own.id)
    later = NOW + timedelta(hours=2)
    admin = place.principal(admin.person, StaffRole.ADMIN, proved_at=later)
    async with place.write(later) as unit:
        written = await ask_for(unit, admin, person, "en", nothing)
        assert (written.request.written, written.by.id) == (True, admin.person)
    await make_ready(place, written.request)
    async with place.write(later) as unit:
        assert await fetch_written(unit, admin, written.request.id) == b"PK"
        assert [one.request.id for one in await list_copies(unit, admin)] == [written.request.id, own.id]


async def test_staff_without_the_role_and_staff_for_themselves_are_denied(place: Place) -> None:
    person = await place.clinic.client("Ana")
    who: Principal
    for who in (await place.staff(StaffRole.CLINICIAN), await place.staff(StaffRole.CARE_COORDINATOR)):
        async with refused("access.denied"), place.write() as unit:
            await ask_for(unit, who, person, "en", nothing)
        async with refused("access.denied"), place.write() as unit:
            await ask_own(unit, who, "en", nothing)
