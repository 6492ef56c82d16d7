"""Who places a legal hold and who ends it, and what it stands against."""

from datetime import timedelta

from app.access.people.merging import merge_people
from app.access.records.holds import end, read_holds
from app.access.records.holds import place as place_
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.roles import StaffRole
from clinic.people.merge import Side
from tests.app.access.conftest import NOW, Place, invalid, refused
from tests.support.schedule.afterwards.kept_rows import add_session


async def test_an_admin_places_a_hold_and_a_director_ends_it(place: Place) -> None:
    ana = await place.clinic.client("Ana")
    admin = await place.staff(StaffRole.ADMIN)
    director = await place.staff(StaffRole.CLINICAL_DIRECTOR)
    async with place.write() as unit:
        made = await place_(unit, admin, ana, None, "  A letter \n from counsel ")
    async with refused("access.denied"), place.write() as unit:
        await end(unit, admin, made.hold.id)
    async with place.write() as unit:
        (found,) = await read_holds(unit, director)
        assert (found.hold.person, found.hold.ended_at) == (ana, None)
        assert found.things[ana].names == ("Ana",)
        ended = await end(unit, director, made.hold.id)
        assert (ended.hold.ended_by, ended.hold.ended_at) == (director.person, NOW)
    async with refused("hold.ended"), place.write() as unit:
        await end(unit, director, made.hold.id)
    async with refused("hold.unknown"), place.write() as unit:
        await end(unit, director, "lh_none")
    acts = [(action, subjects) for action, subjects in await place.noted() if action.startswith("hold")]
    assert acts[0] == ("hold.place", (made.hold.id, ana))
    assert acts[-1] == ("hold.end", (made.hold.id, ana))


async def test_ending_one_needs_a_fresh_proof(place: Place) -> None:
    ana = await place.clinic.client("Ana")
    owner = await place.staff(StaffRole.OWNER)
    async with place.write() as unit:
        made = await place_(unit, owner, ana, None, "A letter")
    late = place.principal(owner.person, StaffRole.OWNER, proved_at=NOW - timedelta(minutes=6))
    async with refused("access.proof_needed"), place.write() as unit:
        await end(unit, late, made.hold.id)


async def test_a_hold_is_on_a_client_or_a_session_that_is_there_and_has_a_reason(place: Place) -> None:
    ana = await place.clinic.client("Ana")
    owner = await place.staff(StaffRole.OWNER)
    session = AppointmentId("ss_held")
    async with place.write() as unit:
        await add_session(unit, session, ana, NOW)
        assert (await place_(unit, owner, None, session, "A letter")).hold.session == session
    async with invalid(person="hold.one"), place.write() as unit:
        await place_(unit, owner, ana, session, "A letter")
    async with invalid(reason="field.required"), place.write() as unit:
        await place_(unit, owner, ana, None, "   ")
    async with refused("person.unknown"), place.write() as unit:
        await place_(unit, owner, PersonId("pt_none"), None, "A letter")
    async with refused("appointment.unknown"), place.write() as unit:
        await place_(unit, owner, None, AppointmentId("ss_none"), "A letter")


async def test_two_records_of_which_one_is_held_stay_two(place: Place) -> None:
    ana, other = await place.clinic.client("Ana"), await place.clinic.client("Ana L.")
    owner = await place.staff(StaffRole.OWNER)
    async with place.write() as unit:
        await place_(unit, owner, other, None, "A letter")
    choices: dict[str, Side] = {}
    async with refused("people.merge_held"), place.write() as unit:
        await merge_people(unit, owner, ana, other, choices, place.login_hash, dry_run=False)


async def test_somebody_is_held_under_every_record_they_had(place: Place) -> None:
    ana, former, first = [await place.clinic.client(name) for name in ("Ana", "Ana L.", "A. L.")]
    owner = await place.staff(StaffRole.OWNER)
    async with place.write() as unit:
        await unit.people.fold(first, former, NOW)
        await unit.people.fold(former, ana, NOW)
    async with refused("people.merged"), place.write() as unit:
        await place_(unit, owner, former, None, "A letter")
    async with place.write() as unit:
        await place_(unit, owner, ana, None, "A letter")
        assert (await unit.holds.held()).people == {ana, former, first}
