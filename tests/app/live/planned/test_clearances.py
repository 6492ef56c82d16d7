"""Who of a room waits for clearance: both partners or neither, in rooms for couples, as the clinic has chosen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.live.planned.clearances import Uncleared, clearances, settings_of, settings_with, uncleared
from clinic.common.ids import CoupleId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.safety.clearance import (
    CONJOINT,
    Clearance,
    ClearanceSettings,
    Decision,
    Move,
    Reason,
    Value,
)
from clinic.safety.screening import HITS, Instrument, InstrumentKind
from rooms.model.ids import PersonId as RoomPersonId
from rooms.model.ids import RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.kinds import policy_for
from rooms.model.policy.policy import RoomKind
from tests.app.access.conftest import NOW, Place, place
from tests.support.schedule.clearance import clear_couple

__all__ = ["place"]

OWN = Instrument(InstrumentKind.OWN, "Ours", ("Are you afraid?",), 0, 3, 2)


async def couple_of(place: Place, *names: str) -> tuple[CoupleUnit, PersonId, PersonId]:
    ana, ben = [await place.clinic.client(name) for name in names]
    made = CoupleUnit(CoupleId(f"cu_{names[0]}"), place.clinic.id, (ana, ben), NOW - timedelta(days=9))
    async with place.write() as unit:
        await unit.couples.add(made)
    return made, ana, ben


def room(kind: RoomKind, *members: PersonId) -> RoomSetup:
    people = [Person(RoomPersonId("pt_lead"), "Dana", Role.FACILITATOR, True)]
    people += [Person(RoomPersonId(each), "Somebody", Role.MEMBER, False) for each in members]
    seats = [Seating(SeatId(f"se_{each.id}"), (each.id,)) for each in people]
    return RoomSetup(
        RoomId("ss_1"),
        "Session",
        policy_for(kind, {"partners": "allow"} if kind is RoomKind.GROUP else {}),
        {each.id: each for each in people},
        {each.id: each for each in seats},
    )


async def waiting(place: Place, setup: RoomSetup) -> frozenset[PersonId]:
    async with place.write() as unit:
        return (await uncleared(unit, setup)).people


@pytest.mark.parametrize("kind", RoomKind)
async def test_both_partners_wait_where_couples_are_treated_together_and_nowhere_else(
    place: Place, kind: RoomKind
) -> None:
    _, ana, ben = await couple_of(place, "Ana", "Ben")
    asked = kind.value in CONJOINT
    members = (ana, ben) if policy_for(kind, {}).max_people > 1 else (ana,)
    assert await waiting(place, room(kind, *members)) == (frozenset(members) if asked else frozenset())


def test_every_kind_for_couples_has_its_people_reported_as_ready() -> None:
    """Else their room would never be told that anybody waits."""
    assert all(policy_for(RoomKind(kind), {}).location_each_session for kind in CONJOINT)


async def test_one_partner_who_is_cleared_waits_with_the_other_until_both_are(place: Place) -> None:
    couple, ana, ben = await couple_of(place, "Ana", "Ben")
    setup = room(RoomKind.COUPLES, ana, ben)
    await clear_couple(place.clinic, couple, ana)
    assert await waiting(place, setup) == {ana, ben}
    async with place.write() as unit:
        made = Decision(1, ben, ben, NOW, Move.CLEAR, Reason.SCREENED, NOW)
        await unit.clearance.decide(couple.id, made)
    assert await waiting(place, setup) == frozenset()


async def test_of_several_couples_only_the_one_that_is_not_cleared_waits(place: Place) -> None:
    first, ana, ben = await couple_of(place, "Ana", "Ben")
    _, cleo, dev = await couple_of(place, "Cleo", "Dev")
    await clear_couple(place.clinic, first, ana, ben)
    assert await waiting(place, room(RoomKind.MULTI_COUPLE, ana, ben, cleo, dev)) == {cleo, dev}


async def test_it_is_known_when_the_first_clearance_ends_by_itself(place: Place) -> None:
    first, ana, ben = await couple_of(place, "Ana", "Ben")
    _, cleo, dev = await couple_of(place, "Cleo", "Dev")
    await clear_couple(place.clinic, first, ana, ben)
    async with place.write() as unit:
        found = await uncleared(unit, room(RoomKind.MULTI_COUPLE, ana, ben, cleo, dev))
    ends = place.clinic.now + timedelta(days=180)
    assert found == Uncleared(frozenset({cleo, dev}), ends)
    async with place.write(ends) as unit:
        assert await uncleared(unit, room(RoomKind.COUPLES, ana, ben)) == Uncleared(frozenset({ana, ben}))


async def test_who_is_in_no_couple_waits_because_nobody_could_have_cleared_them(place: Place) -> None:
    ana = await place.clinic.client("Ana")
    assert await waiting(place, room(RoomKind.COUPLES, ana)) == {ana}


async def test_a_clinic_may_choose_that_nobody_waits(place: Place) -> None:
    _, ana, ben = await couple_of(place, "Ana", "Ben")
    async with place.write() as unit:
        assert settings_of(unit.clinic) == ClearanceSettings(), "the careful default waits"
        chosen = ClearanceSettings(asks=False, review_days=60, instrument=OWN)
        stored = settings_with(unit.clinic, chosen)
        assert settings_of(replace(unit.clinic, settings=stored)) == chosen
        await unit.clinics.change(
            unit.clinic.id, 1, name=unit.clinic.name, time_zone=unit.clinic.time_zone, settings=stored
        )
    assert await waiting(place, room(RoomKind.COUPLES, ana, ben)) == frozenset()


async def test_clearances_of_several_couples_are_read_at_once(place: Place) -> None:
    first, ana, ben = await couple_of(place, "Ana", "Ben")
    second, *_ = await couple_of(place, "Cleo", "Dev")
    await clear_couple(place.clinic, first, ana, ben)
    async with place.write() as unit:
        found = await clearances(unit, [first, second])
        assert settings_of(unit.clinic).instrument == HITS
    assert found == {
        first.id: Clearance(Value.CLEARED, place.clinic.now + timedelta(days=180)),
        second.id: Clearance(Value.PENDING),
    }
