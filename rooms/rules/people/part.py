"""The parts for people, in the order in which they settle: where people are, who is present, who leads."""

from rooms.rules.part import Part
from rooms.rules.people.device_check import DEVICE_CHECK
from rooms.rules.people.help import HELP
from rooms.rules.people.lead import LEAD
from rooms.rules.people.marks import MARKS
from rooms.rules.people.private_rooms import PRIVATE
from rooms.rules.people.roles import ROLES
from rooms.rules.people.screen import SCREEN
from rooms.rules.people.therapist import THERAPIST

__all__ = ["PEOPLE"]

PEOPLE: tuple[Part, ...] = (PRIVATE, DEVICE_CHECK, THERAPIST, LEAD, ROLES, SCREEN, MARKS, HELP)
