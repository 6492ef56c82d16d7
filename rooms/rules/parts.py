"""The parts of the rules, in the order in which they settle: first where people are, then whose turn it is."""

from rooms.rules.agenda.part import AGENDA
from rooms.rules.couples.part import SPLITS, VOICES
from rooms.rules.floor import FLOOR
from rooms.rules.part import Part
from rooms.rules.people.part import PEOPLE
from rooms.rules.people.welfare import WELFARE
from rooms.rules.protocols.engine import PROTOCOLS
from rooms.rules.seats import ADMISSION, ALIVE, CAMERA_REST, OBSERVERS, PROOF, READINESS, SEATS
from rooms.rules.side_channels.follow_ups import FOLLOW_UPS
from rooms.rules.side_channels.part import ASIDE, HEARING

__all__ = ["PARTS"]

PARTS: tuple[Part, ...] = (
    SEATS,
    ALIVE,
    PROOF,
    READINESS,
    ADMISSION,
    OBSERVERS,
    *PEOPLE,
    CAMERA_REST,
    SPLITS,
    VOICES,
    FLOOR,
    PROTOCOLS,
    AGENDA,
    FOLLOW_UPS,
    WELFARE,
    HEARING,
    ASIDE,
)
