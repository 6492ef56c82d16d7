"""People as parts of the room, in the order in which they settle: where people are, who is present, who leads."""

from rooms.part import Part
from rooms.people.lead import LEAD
from rooms.people.marks import MARKS
from rooms.people.private import PRIVATE
from rooms.people.roles import ROLES
from rooms.people.screen import SCREEN
from rooms.people.therapist import THERAPIST

__all__ = ["PEOPLE"]

PEOPLE: tuple[Part, ...] = (PRIVATE, THERAPIST, LEAD, ROLES, SCREEN, MARKS)
