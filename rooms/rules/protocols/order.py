"""The order of a round: who comes when, who was offered a turn, and the result. Plain lists."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.rules.protocols.stage import Stage
from rooms.state import Place

__all__ = [
    "fresh_order",
    "line_up",
    "next_two",
    "offer_next",
    "same_seat",
    "still_due",
    "take_note_of_people",
    "take_note_of_turn",
    "together",
]

_LISTS = ("waiting", "spoken", "passed", "closed")


def fresh_order(people: Sequence[PersonId]) -> dict[str, Any]:
    """Return the memory of a round that offers these people one turn each, in this order.

    ``waiting``: not offered yet, next first; ``spoken``; ``passed``: to be offered once more at the end, including those
    who lost their connection or went to a private room during their turn; ``closed``: had both offers, or were skipped;
    ``current``: whose turn it is, still in the list it was offered from; ``given_at``: since when (Unix seconds).
    """
    return {
        "waiting": list(people),
        "spoken": [],
        "passed": [],
        "closed": [],
        "current": None,
        "given_at": 0.0,
    }


def line_up(stage: Stage, order: str, picked: Sequence[PersonId] = ()) -> list[PersonId]:
    """Return the members in the room in the order ``seat``, ``random`` or ``pick`` (those picked, then the others)."""
    people = stage.participants()
    match order:
        case "random":
            # Random but replayable: sorted by a digest of room, run and person.
            return together(stage, sorted(people, key=lambda person: _lot(stage, person)))
        case "pick":
            return [*picked, *(person for person in people if person not in picked)]
        case _:
            return people


def together(stage: Stage, people: Sequence[PersonId]) -> list[PersonId]:
    """Return these people with those on one seat next to each other, at the position of the first."""
    seats = list(dict.fromkeys(stage.context.state.people[person].seat for person in people))
    return sorted(people, key=lambda person: seats.index(stage.context.state.people[person].seat))


def same_seat(stage: Stage, one: PersonId, other: PersonId) -> bool:
    """Whether both share a seat."""
    return stage.context.state.people[one].seat == stage.context.state.people[other].seat


def take_note_of_turn(stage: Stage) -> TurnEnding | None:
    """If the current person's turn has ended, move them to the list they belong in and return how it ended."""
    current, turn = stage.memory["current"], stage.holder
    if current is None or (turn and turn.person == current):
        return None
    if turn and same_seat(stage, turn.person, current):
        _take_note_of_handing_on(stage, current, turn.person)
        return None
    ending = _how_it_ended(stage, current)
    again = current in stage.memory["passed"]
    match ending:
        case TurnEnding.PASSED | TurnEnding.DEFERRED:
            to = "closed" if again else "passed"
        case TurnEnding.SKIPPED:
            to = "closed"
        case _:
            to = "spoken"
    lists = {name: [person for person in stage.memory[name] if person != current] for name in _LISTS}
    lists[to].append(current)
    stage.remember(current=None, **lists)
    return ending


def take_note_of_people(stage: Stage, *, append: bool, one_per_seat: bool = False) -> None:
    """Drop people who left before an offer; with ``append`` add latecomers. People in a private room stay."""
    memory = stage.memory
    known = {person for name in _LISTS for person in memory[name]}
    waiting = [person for person in memory["waiting"] if _stays(stage, person)]
    for person in stage.participants() if append else ():
        taken = one_per_seat and any(same_seat(stage, person, other) for other in known)
        if person not in known and not taken:
            waiting.append(person)
            known.add(person)
    if waiting != memory["waiting"]:
        stage.remember(waiting=waiting)


def still_due(stage: Stage) -> list[PersonId]:
    """Return who is still in the session and has an offer left, connected or not."""
    return [
        person for name in ("waiting", "passed") for person in stage.memory[name] if _stays(stage, person)
    ]


def offer_next(stage: Stage, *offered: str, limit_s: float | None) -> bool:
    """Give the floor to the first connected person in these lists; False if there is none."""
    people = (person for name in offered for person in stage.memory[name])
    person = next((person for person in people if stage.is_here(person)), None)
    if person is None:
        return False
    stage.give(person, limit_s=limit_s)
    stage.remember(current=person, given_at=stage.now)
    return True


def next_two(memory: Mapping[str, Any], *offered: str) -> list[PersonId]:
    """Return who comes after the current turn."""
    return [person for name in offered for person in memory[name] if person != memory["current"]][:2]


def _lot(stage: Stage, person: PersonId) -> bytes:
    return sha256(f"{stage.context.setup.id}{stage.started_at}{person}".encode()).digest()


def _stays(stage: Stage, person: PersonId) -> bool:
    return stage.context.seat_of(person).place in (Place.MAIN, Place.PRIVATE)


def _take_note_of_handing_on(stage: Stage, giver: PersonId, taker: PersonId) -> None:
    """The turn was passed to the partner on the seat: swap the two if the partner's turn is still to come."""
    waiting = list(stage.memory["waiting"])
    if giver in waiting and taker in waiting:
        first, second = waiting.index(giver), waiting.index(taker)
        waiting[first], waiting[second] = taker, giver
        stage.remember(waiting=waiting, current=taker)


def _how_it_ended(stage: Stage, current: PersonId) -> TurnEnding:
    last = stage.last_turn
    if stage.holder or last is None or not same_seat(stage, last.person, current):
        # While the run was paused others had the floor, so the result of this turn is unknown.
        return TurnEnding.DEFERRED
    match stage.context.seat_of(current).place:
        case Place.MAIN:
            return last.ending
        case Place.PRIVATE:
            return TurnEnding.DEFERRED
        case _:
            return TurnEnding.SKIPPED
