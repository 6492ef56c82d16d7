"""The order of a round: who comes when, who was offered a turn, and what became of it. Plain lists."""

from collections.abc import Mapping, Sequence
from typing import Any

from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId
from rooms.protocols.stage import Stage

__all__ = ["fresh_order", "next_two", "offer_next", "take_note_of_turn", "take_note_of_people"]


def fresh_order(people: Sequence[PersonId]) -> dict[str, Any]:
    """Return the memory of a round that offers these people one turn each, in this order.

    ``waiting``: not offered yet, next first; ``spoken``; ``passed``: to be offered once more; ``closed``: passed twice,
    or skipped; ``current``: whose turn it is; ``given_at``: the ``floor_seq`` when it was given.
    """
    return {"waiting": list(people), "spoken": [], "passed": [], "closed": [], "current": None, "given_at": 0}


def take_note_of_turn(stage: Stage) -> None:
    """When the current person's turn has ended, put them where they belong now."""
    memory, last = stage.memory, stage.last_turn
    current = memory["current"]
    if current is None or stage.holder or last is None or last.seq <= memory["given_at"]:
        return
    # A turn may have been handed on within a couple's seat: what ended then was the offer to both.
    stage.remember(current=None)
    again = current in memory["passed"]
    match last.ending:
        case TurnEnding.PASSED:
            _move(stage, current, "closed" if again else "passed")
        case TurnEnding.SKIPPED:
            _move(stage, current, "closed")
        case TurnEnding.DEFERRED:
            _move(stage, current, "closed" if again else "waiting")
        case _:
            _move(stage, current, "spoken")


def take_note_of_people(stage: Stage, *, append: bool) -> None:
    """Forget who left the room; with ``append`` offer whoever came late a turn at the end."""
    here = stage.participants()
    memory = stage.memory
    known = {*memory["spoken"], *memory["passed"], *memory["closed"], *memory["waiting"], memory["current"]}
    waiting = [person for person in memory["waiting"] if person in here]
    if append:
        waiting += [person for person in here if person not in known]
    passed = [person for person in memory["passed"] if person in here]
    if waiting != memory["waiting"] or passed != memory["passed"]:
        stage.remember(waiting=waiting, passed=passed)


def offer_next(stage: Stage, offered: str, *, limit_s: float | None) -> bool:
    """Give the floor to the first of ``offered`` who is connected; False when nobody there is."""
    person = next((p for p in stage.memory[offered] if stage.is_here(p)), None)
    if person is None:
        return False
    stage.give(person, limit_s=limit_s)
    stage.remember(current=person, given_at=stage.seq)
    return True


def next_two(memory: Mapping[str, Any], offered: str) -> list[PersonId]:
    """Return who comes after the present turn."""
    return [person for person in memory[offered] if person != memory["current"]][:2]


def _move(stage: Stage, person: PersonId, to: str) -> None:
    lists = {
        name: [p for p in stage.memory[name] if p != person]
        for name in ("waiting", "spoken", "passed", "closed")
    }
    lists[to].append(person)
    stage.remember(**lists)
