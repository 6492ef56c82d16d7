"""What somebody says at their seat's page before the room: where they are, and what is around them.

A screen of one's own offers the last place. On a screen that two people look at, only what was said at that screen in
this session is shown: nothing that one of them gave alone.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from app.live.planned.readiness import known_of, standings
from app.persistence.clinic_store import ClinicUnit
from clinic.errors import Invalid, Refused
from clinic.ids import AppointmentId
from clinic.ids import PersonId as ClinicPersonId
from clinic.safety.places import Place, check_place, place_of, tidy_place
from clinic.safety.preparation import Entry, PlaceSaid, SurroundingsSaid
from clinic.safety.surroundings import Surroundings, check_surroundings
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup

__all__ = ["MOST_ENTRIES", "Offer", "Steps", "read_steps", "say_place", "say_surroundings"]

MOST_ENTRIES: Final = 60
"""What may be said about one person in one session; more is a program, not a person."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that somebody need only confirm.

    Attributes:
        said: Whether it was said in this session already.
    """

    place: Place
    said: bool


@dataclass(frozen=True, slots=True)
class Steps:
    """What a seat's page may know.

    Attributes:
        todo: By person who has shown who they are, what they have still to do.
        offer: A place to confirm; without a telephone on a screen that two people look at.
    """

    todo: dict[PersonId, tuple[str, ...]]
    offer: Offer | None


async def read_steps(
    unit: ClinicUnit,
    setup: RoomSetup,
    seat: SeatId,
    proved: Collection[PersonId],
) -> Steps:
    """Return the steps of a seat's people who have shown who they are, and the place to offer."""
    occupants = setup.seats[seat].occupants
    _check_asks(setup, occupants[0])
    found = await standings(unit, setup)
    todo = {person: found[person].todo for person in occupants if person in proved}
    entries = await unit.preparations.of_session(AppointmentId(setup.id))
    unit.note("preparation.open", setup.id, *todo)
    if len(occupants) > 1:
        return Steps(todo, _said_here(entries, seat))
    person = ClinicPersonId(occupants[0])
    if PersonId(person) not in proved:
        return Steps(todo, None)
    return Steps(todo, await _own_offer(unit, person, setup, entries))


async def say_place(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, place: Place | None
) -> None:
    """Keep where somebody is, as they say it; None if they cannot say it now.

    Raises:
        Refused: ``preparation.none``: the session does not ask them; ``preparation.full``.
        Invalid: What is wrong with the place.
    """
    _check_asks(setup, person)
    if place is not None:
        place = tidy_place(place)
        if errors := check_place(place):
            raise Invalid(errors)
    await _say(unit, setup, seat, person, PlaceSaid(place))


async def say_surroundings(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, said: Surroundings
) -> None:
    """Keep what is around somebody, as they say it. Raises as ``say_place``."""
    _check_asks(setup, person)
    if errors := check_surroundings(said, shared=len(setup.seats[seat].occupants) > 1):
        raise Invalid(errors)
    await _say(unit, setup, seat, person, SurroundingsSaid(said))


async def _say(
    unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, said: PlaceSaid | SurroundingsSaid
) -> None:
    who = ClinicPersonId(person)
    position = await unit.preparations.add(
        AppointmentId(setup.id), who, said, by=who, seat=seat, now=unit.now
    )
    if position > MOST_ENTRIES:
        raise Refused("preparation.full")
    unit.note("preparation.say", setup.id, person, step=_STEPS[type(said)])


_STEPS: Final = {PlaceSaid: "location", SurroundingsSaid: "surroundings"}


def _check_asks(setup: RoomSetup, person: PersonId) -> None:
    if not setup.checks or setup.people[person].role is not Role.MEMBER:
        raise Refused("preparation.none")


def _said_here(entries: list[Entry], seat: SeatId) -> Offer | None:
    for entry in reversed(entries):
        if entry.seat == seat and isinstance(entry.said, PlaceSaid) and entry.said.place:
            return Offer(replace(entry.said.place, phone=""), said=True)
    return None


async def _own_offer(
    unit: ClinicUnit, person: ClinicPersonId, setup: RoomSetup, entries: list[Entry]
) -> Offer | None:
    """Return where they said they are, or were last, or the address that the clinic has of them."""
    place = known_of(person, setup, entries).place
    if place is not None:
        return Offer(place, said=True)
    last = await unit.preparations.last_places([person], AppointmentId(setup.id))
    if person in last:
        return Offer(last[person][0], said=False)
    record = await unit.people.find(person)
    on_file = place_of(record.fields.address, record.fields.phone) if record else None
    return Offer(on_file, said=False) if on_file else None
