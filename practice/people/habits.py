"""How people are: what they tend to do in a situation, and how long they take over it. One table, to be changed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from practice.people.moment import Situation

__all__ = ["ACTS", "HABITS", "PACE_S", "RETRY_S", "SENTENCES", "Habit", "likely"]


@dataclass(frozen=True, slots=True)
class Habit:
    """Something that people do in a situation.

    Attributes:
        deed: What it is; `practice.people.mind` knows how it is done.
        weight: How likely it is beside the others.
        least_s, most_s: How long they take before they do it.
    """

    deed: str
    weight: float
    least_s: float
    most_s: float


HABITS: Final[Mapping[Situation, tuple[Habit, ...]]] = {
    Situation.OUT: (),
    Situation.CALLED: (Habit("speak", 8, 0.8, 2.5), Habit("pass", 1, 2, 4), Habit("end", 0, 0.8, 2)),
    Situation.VOICED: (Habit("speak", 1, 1.5, 4), Habit("act", 0, 1, 2.5), Habit("call", 0.02, 5, 9)),
    Situation.ASKED: (Habit("act", 1, 3, 9),),
    Situation.OPEN: (
        Habit("speak", 2, 8, 30),
        Habit("raise", 1, 8, 30),
        Habit("act", 2, 4, 12),
        Habit("nod", 1, 4, 20),
        Habit("nothing", 6, 10, 25),
    ),
    Situation.LISTENING: (
        Habit("raise", 2, 4, 20),
        Habit("act", 2, 4, 12),
        Habit("nod", 0.7, 4, 20),
        Habit("call", 0.02, 10, 20),
        Habit("nothing", 5, 10, 25),
    ),
}
"""What is not possible now is left out. A weight of 0: only once they have spoken, and then for sure."""

ACTS: Final[Mapping[str, float]] = {
    # What somebody takes back, or steps out of, they rarely do.
    "take_back": 0,
    "sit_out": 0.1,
    "join_again": 0.3,
    "pass_on": 0.15,
    "leave_circle": 0.03,
    "later": 0.1,
    "ask_floor": 0.1,
    # In a dialogue most is understood at the first try, but not all of it.
    "missed": 0.3,
    "not_quite": 0.2,
    "not_all": 0.25,
    "almost": 0.3,
    "hear_again": 0.2,
    "repeat": 0.2,
    "one_more": 0.15,
    "keep_floor": 0.25,
    "yes": 0.8,
}
"""How likely an action is beside the others of its step, where it is not 1."""

SENTENCES: Final[Mapping[Situation, tuple[int, int]]] = {
    Situation.CALLED: (1, 2),
    Situation.VOICED: (1, 1),
    Situation.OPEN: (1, 1),
}
"""How many sentences they say at a time."""

PACE_S: Final = 1.2
"""Nobody sends two requests within this time."""
RETRY_S: Final = 5.0
"""After a refusal they leave it for so long."""


def likely(action: str) -> float:
    """Return how likely an action is beside the others of its step."""
    return ACTS.get(action, 1.0)
