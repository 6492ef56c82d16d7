"""The parts of the rules, in the order in which they settle: where people are first, then whose turn it is."""

from rooms.aside.part import ASIDE, HEARING
from rooms.couples.part import SPLITS, VOICES
from rooms.floor import FLOOR
from rooms.part import Part
from rooms.people.part import PEOPLE
from rooms.protocols.engine import PROTOCOLS
from rooms.seats import ADMISSION, ALIVE, OBSERVERS, SEATS

__all__ = ["PARTS"]

PARTS: tuple[Part, ...] = (
    SEATS,
    ALIVE,
    ADMISSION,
    OBSERVERS,
    *PEOPLE,
    SPLITS,
    VOICES,
    FLOOR,
    PROTOCOLS,
    HEARING,
    ASIDE,
)
