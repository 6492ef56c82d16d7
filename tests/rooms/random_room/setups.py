"""Random rooms: 3 to 24 people in any roles, couples on one camera with and without phones, any kind and policy."""

from dataclasses import replace
from random import Random
from typing import Any

from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.library import LibraryIndex, PromptRule
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.kinds import MATRIX
from rooms.model.policy.policy import (
    AdmissionRule,
    ChatRule,
    DirectRule,
    FloorMode,
    GrantRule,
    MicPolicy,
    ObserverRule,
    OverrunPolicy,
    PolicyError,
    RoomKind,
    RoomPolicy,
    ShareRule,
)
from rooms.model.protocols import KeptRun
from rooms.rules.protocols.catalog import CATALOG

__all__ = ["LIBRARY", "PEOPLE_MAX", "PEOPLE_MIN", "random_setup"]

PEOPLE_MIN, PEOPLE_MAX = 3, 24
PROOF = 0.3
"""The share of rooms in which everybody has to show who they are."""
CHECKS = 0.3
"""The share of rooms in which clients have to be ready."""

LIBRARY = LibraryIndex(
    prompts={
        "general.hear": PromptRule("", "", "all", question=True),
        "general.seat": PromptRule("", "", "seat"),
        "general.holder": PromptRule("", "", "holder"),
        "general.lead": PromptRule("", "", "facilitator"),
        **{
            f"{rules.id}.{step}.{audience}": PromptRule(rules.id, step, audience)
            for rules in CATALOG.values()
            for step in rules.steps
            for audience in ("holder", "listener", "seat", "facilitator", *rules.roles)
        },
    },
    decks={"trust": (2, 1, 3), "short": (1,)},
    scripts={"breath": (10.0, 20.0, 30.0), "long": (40.0,) * 12},
    wheels={"feelings_check_in.feeling": ("hopeful", "lonely", "worn_out")},
)

_CHOICES: dict[str, tuple[Any, ...]] = {
    "admission": tuple(AdmissionRule),
    "observers": tuple(ObserverRule),
    "chat": tuple(ChatRule),
    "direct": tuple(DirectRule),
    "screen": tuple(ShareRule),
    "floor_mode": (FloorMode.OPEN, FloorMode.QUEUE, FloorMode.POPCORN, FloorMode.STAFF_ONLY),
    "mic_policy": tuple(MicPolicy),
    "grants": tuple(GrantRule),
    "overrun": tuple(OverrunPolicy),
    "max_people": (2, 12, 12, 24),
    "max_seats": (3, 12, 24, 24),
    "late_after_s": (None, 0.0, 60.0),
    "lock_after_s": (None, 900.0, 3600.0),
    "held_after_s": (10.0, 15.0, 60.0),
    "suspended_after_s": (60.0, 300.0),
    "promote_after_s": (1.0, 5.0),
    "announce_s": (0.0, 3.0, 10.0),
    "turn_s": (None, 5.0, 60.0),
    "quick_s": (5.0, 20.0),
    "decide_s": (5.0, 20.0, 60.0),
    "return_bonus_s": (0.0, 15.0),
    "hold_s": (10.0, 30.0, 60.0),
    "absence_s": (60.0, 120.0, 300.0),
}
_STAFF = (Role.FACILITATOR, Role.CO_FACILITATOR, Role.TRAINEE, Role.TECH_HOST)
_GUESTS = (Role.OBSERVER, Role.INTERPRETER, Role.CAPTIONER)


def random_setup(rng: Random, kinds: tuple[RoomKind, ...], kept: tuple[KeptRun, ...] = ()) -> RoomSetup:
    """Return a room of one of these kinds; at least one of its staff is a licensed facilitator."""
    policy = _policy(rng, rng.choice(kinds))
    size = _size(rng, policy.kind)
    staff, members, guests = _roles(rng, size)
    if policy.kind is RoomKind.COUPLES:
        members = max(2, min(3, members))
    people = [_person(rng, number, role) for number, role in enumerate(staff)]
    clients = [PersonId(f"pt_member{number:02}") for number in range(members)]
    people += [Person(person, person.title(), Role.MEMBER) for person in clients]
    for number, role in enumerate(guests):
        serves = rng.choice([None, *clients]) if role is not Role.OBSERVER else None
        people.append(Person(PersonId(f"pt_guest{number}"), f"Guest {number}", role, serves=serves))
    seats = _seats(rng, people)
    return RoomSetup(
        RoomId("ss_random"),
        "Any evening",
        policy,
        {person.id: person for person in people},
        {seat.id: seat for seat in seats},
        kept,
        proof=rng.random() < PROOF,
        checks=rng.random() < CHECKS,
    )


def _policy(rng: Random, kind: RoomKind) -> RoomPolicy:
    policy = MATRIX[kind]
    if rng.random() < 0.7:
        # Evenings are long here: if nobody new can come in, less and less happens.
        policy = replace(policy, lock_after_s=None)
    for name, choices in _CHOICES.items():
        if rng.random() < 0.3:
            try:
                policy = replace(policy, **{name: rng.choice(choices)})
            except PolicyError:
                # Two times that contradict each other: keep the default.
                continue
    return policy


def _size(rng: Random, kind: RoomKind) -> int:
    if kind in (RoomKind.COUPLES, RoomKind.INDIVIDUAL, RoomKind.MEDICAL_VISIT):
        return rng.randint(PEOPLE_MIN, 7)
    return rng.choice([rng.randint(PEOPLE_MIN, 8), rng.randint(6, 14), rng.randint(PEOPLE_MIN, PEOPLE_MAX)])


def _roles(rng: Random, size: int) -> tuple[list[Role], int, list[Role]]:
    staff = [Role.FACILITATOR, *(rng.choice(_STAFF) for _ in range(rng.randint(0, min(3, size - 2))))]
    room = size - len(staff) - 1
    guests = [rng.choice(_GUESTS) for _ in range(rng.randint(0, min(3, room)))]
    return staff, size - len(staff) - len(guests), guests


def _person(rng: Random, number: int, role: Role) -> Person:
    licensed = number == 0 or rng.random() < 0.6
    return Person(PersonId(f"pt_staff{number}"), f"Staff {number}", role, licensed)


def _seats(rng: Random, people: list[Person]) -> list[Seating]:
    """Seat couples of members, rarely others of one role, on one camera; some of them have phones."""
    seats: list[Seating] = []
    left = list(people)
    share = rng.choice([0.0, 0.3, 0.8])
    while left:
        first = left.pop(0)
        partner = next((other for other in left if other.role is first.role), None)
        chance = share if first.role is Role.MEMBER else 0.05
        occupants = (first.id,)
        if partner is not None and rng.random() < chance:
            left.remove(partner)
            occupants = (first.id, partner.id)
        seats.append(Seating(SeatId(f"se_{'_'.join(person[3:] for person in occupants)}"), occupants))
    phones = [
        Seating(SeatId(f"se_phone_{person[3:]}"), (person,), companion=True)
        for seat in seats
        if len(seat.occupants) == 2
        for person in seat.occupants
        if rng.random() < 0.7
    ]
    both = [*seats, *phones]
    rng.shuffle(both)
    return both
