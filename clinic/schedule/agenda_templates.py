"""Agendas to begin with, by kind of room: pure data. Their names are words of the screen, chosen by ``code``.

An example is whole: whoever takes it over changes minutes and choices before saving it. Sets of questions are not chosen
here, because which one fits is the therapist's to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from clinic.schedule.agenda import AgendaItem, Part

__all__ = ["AGENDA_TEMPLATES", "AgendaTemplate"]


@dataclass(frozen=True, slots=True)
class AgendaTemplate:
    """An agenda to begin with."""

    code: str
    items: tuple[AgendaItem, ...]


_QUIET = "quiet"
_ROUND_OF_FEELINGS = "feelings_check_in"


def _feelings(minutes: int) -> AgendaItem:
    return AgendaItem(Part.CHECK_IN, minutes, protocol=_ROUND_OF_FEELINGS)


def _rest(minutes: int) -> AgendaItem:
    """Return a break, in which only those who lead are heard."""
    return AgendaItem(Part.BREAK, minutes, mode=_QUIET)


def _goodbye(minutes: int) -> AgendaItem:
    return AgendaItem(Part.CLOSING, minutes, protocol="closing_round")


_BLOCK = AgendaTemplate(
    "block",
    (
        _feelings(20),
        AgendaItem(Part.PSYCHOEDUCATION, 50),
        _rest(10),
        AgendaItem(Part.PROCESS_GROUP, 75, mode="queue"),
        _goodbye(25),
    ),
)
_PROCESS = AgendaTemplate(
    "process",
    (
        AgendaItem(Part.CHECK_IN, 15, protocol="go_round"),
        AgendaItem(Part.PROCESS_GROUP, 60, mode="queue"),
        _goodbye(15),
    ),
)
_CLASS = AgendaTemplate(
    "class",
    (
        AgendaItem(Part.CHECK_IN, 10, protocol="go_round"),
        AgendaItem(Part.PSYCHOEDUCATION, 35, mode="queue"),
        _rest(5),
        AgendaItem(Part.SKILLS, 30),
        AgendaItem(Part.CLOSING, 10, protocol="go_round"),
    ),
)
_COUPLE = AgendaTemplate(
    "couple",
    (AgendaItem(Part.CHECK_IN, 10), AgendaItem(Part.TALK, 30), AgendaItem(Part.CLOSING, 10)),
)
_COUPLES = AgendaTemplate(
    "couples",
    (
        _feelings(20),
        AgendaItem(Part.SKILLS, 40),
        _rest(10),
        AgendaItem(Part.PROCESS_GROUP, 35, mode="queue"),
        _goodbye(15),
    ),
)
_TALK = AgendaTemplate(
    "talk", (AgendaItem(Part.CHECK_IN, 5), AgendaItem(Part.TALK, 40), AgendaItem(Part.CLOSING, 5))
)
_VISIT = AgendaTemplate("visit", (AgendaItem(Part.CHECK_IN, 5), AgendaItem(Part.TALK, 15)))
_ALUMNI = AgendaTemplate(
    "alumni",
    (
        AgendaItem(Part.CHECK_IN, 20, protocol="go_round"),
        AgendaItem(Part.TALK, 30),
        AgendaItem(Part.CLOSING, 10),
    ),
)

AGENDA_TEMPLATES: Mapping[str, tuple[AgendaTemplate, ...]] = MappingProxyType(
    {
        "group": (_BLOCK, _PROCESS),
        "psychoeducation": (_CLASS,),
        "individual": (_TALK,),
        "couples": (_COUPLE,),
        "multi_couple": (_COUPLES, _PROCESS),
        "medical_visit": (_VISIT,),
        "alumni": (_ALUMNI,),
    }
)
"""Every template by the kind of room, as rooms name it, the most usual first."""
