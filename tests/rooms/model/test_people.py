"""An inconsistent setup is refused before a room is built on it."""

from dataclasses import replace

import pytest

from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import RoomPolicy
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    build_setup,
)

PHONE = SeatId("se_phone")


def setup(*seats: tuple[str, ...]) -> RoomSetup:
    """A room with these seats; people whose name starts with "dr" are staff."""
    names = {name for seat in seats for name in seat}
    people = [
        Person(PersonId(name), name, Role.FACILITATOR if name.startswith("dr") else Role.MEMBER)
        for name in names
    ]
    return RoomSetup(
        RoomId("ss_1"),
        "A group",
        RoomPolicy(),
        {person.id: person for person in people},
        {
            SeatId(f"se_{index}"): Seating(SeatId(f"se_{index}"), tuple(map(PersonId, seat)))
            for index, seat in enumerate(seats)
        },
    )


def with_seats(*seats: Seating) -> RoomSetup:
    """The test group plus these seats."""
    group = build_setup()
    return replace(group, seats=group.seats | {seat.id: seat for seat in seats})


def with_person(person: Person) -> RoomSetup:
    """The test group plus one person on a seat of their own."""
    group = build_setup()
    seat = Seating(SeatId(f"se_{person.id}"), (person.id,))
    return replace(group, people=group.people | {person.id: person}, seats={seat.id: seat, **group.seats})


@pytest.mark.parametrize(
    ("seats", "why"),
    [
        ([("a", "b", "c")], "one or two"),
        ([()], "one or two"),
        ([("a", "dr b")], "mixes roles"),
        ([("a",), ("a",)], "seated twice"),
        ([("a", "a")], "seated twice"),
    ],
)
def test_impossible_seatings_are_refused(seats: list[tuple[str, ...]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        setup(*seats)


def test_people_know_their_seats_and_seats_their_role() -> None:
    group = build_setup()
    assert group.seat_of(FINN) == COUPLE_SEAT
    assert group.role_of(STAFF_SEAT) is Role.FACILITATOR
    with pytest.raises(KeyError):
        group.seat_of(PersonId("pt_nobody"))


@pytest.mark.parametrize("first", [True, False], ids=["phone listed first", "phone listed last"])
def test_a_phone_beside_a_shared_seat_is_never_its_persons_seat(first: bool) -> None:
    group, phone = build_setup(), {PHONE: Seating(PHONE, (FINN,), companion=True)}
    group = replace(group, seats=phone | group.seats if first else group.seats | phone)
    assert group.seat_of(FINN) == COUPLE_SEAT
    assert group.companion_of(FINN) == PHONE
    assert group.companion_of(ELENA) is None
    assert group.role_of(PHONE) is Role.MEMBER


@pytest.mark.parametrize(
    ("phones", "why"),
    [
        ([Seating(PHONE, (ELENA, FINN), companion=True)], "exactly one"),
        ([Seating(PHONE, (ANA,), companion=True)], "shared seat"),
        (
            [
                Seating(PHONE, (FINN,), companion=True),
                Seating(SeatId("se_phone_2"), (FINN,), companion=True),
            ],
            "seated twice",
        ),
    ],
    ids=["of two people", "of somebody alone on a seat", "the second of a person"],
)
def test_an_inconsistent_phone_is_refused(phones: list[Seating], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        with_seats(*phones)


def test_a_phone_of_somebody_without_a_seat_is_refused() -> None:
    group = build_setup()
    seats = {seat.id: seat for seat in group.seats.values() if seat.id != ANA_SEAT}
    with pytest.raises(ValueError, match="shared seat"):
        replace(group, seats=seats | {PHONE: Seating(PHONE, (ANA,), companion=True)})


@pytest.mark.parametrize("role", [Role.INTERPRETER, Role.CAPTIONER])
def test_an_interpreter_or_captioner_may_serve_one_client_or_all(role: Role) -> None:
    ivo = Person(PersonId("pt_ivo"), "Ivo", role, licensed=False, serves=BEN)
    assert with_person(ivo).people[ivo.id].serves == BEN
    assert with_person(replace(ivo, serves=None)).people[ivo.id].serves is None


@pytest.mark.parametrize(
    ("role", "serves"),
    [
        (Role.OBSERVER, BEN),
        (Role.MEMBER, BEN),
        (Role.INTERPRETER, THERAPIST),
        (Role.INTERPRETER, PersonId("pt_nobody")),
    ],
)
def test_nobody_else_serves_or_is_served(role: Role, serves: PersonId) -> None:
    with pytest.raises(ValueError, match="serves"):
        with_person(Person(PersonId("pt_ivo"), "Ivo", role, serves=serves))
