"""A setup that makes no sense is refused before a room is built on it."""

import pytest

from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy import RoomPolicy
from tests.support.rooms import COUPLE_SEAT, FINN, STAFF_SEAT, build_setup


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


@pytest.mark.parametrize(
    ("seats", "why"),
    [
        ([("a", "b", "c")], "one or two"),
        ([()], "one or two"),
        ([("a", "dr b")], "mixes roles"),
        ([("a",), ("a",)], "seated twice"),
    ],
)
def test_impossible_seatings_are_refused(seats: list[tuple[str, ...]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        setup(*seats)


def test_people_find_their_seats_and_seats_their_role() -> None:
    group = build_setup()
    assert group.seat_of(FINN) == COUPLE_SEAT
    assert group.role_of(STAFF_SEAT) is Role.FACILITATOR
    with pytest.raises(KeyError):
        group.seat_of(PersonId("pt_nobody"))
