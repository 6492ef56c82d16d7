"""Agendas to begin with, by kind of room: those for every clinic, and what one may keep of its own. Pure.

An example is whole: whoever takes it over changes minutes and choices before saving it. Sets of questions are not chosen
here, because which one fits is the therapist's to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from clinic.common.errors import FieldError
from clinic.schedule.agenda import AgendaItem, Part, check_agenda

__all__ = ["AGENDA_TEMPLATES", "NAME_MAX", "OWN_MAX", "AgendaTemplate", "check_template"]

NAME_MAX: Final = 60
OWN_MAX: Final = 20
"""So many templates of its own a clinic keeps for one kind of room."""


@dataclass(frozen=True, slots=True)
class AgendaTemplate:
    """An agenda to begin with.

    Attributes:
        code: What it is known by.
        name: What the clinic calls it; "" for those for every clinic, whose names are words of the screen.
    """

    code: str
    items: tuple[AgendaItem, ...]
    name: str = ""


def check_template(template: AgendaTemplate, kept: Sequence[AgendaTemplate]) -> list[FieldError]:
    """Return why a clinic cannot keep this beside what it has ``kept`` for the same kind of room.

    ``agenda_template.no_name``, ``agenda_template.taken``, ``agenda_template.full``, ``agenda_template.empty``, and
    what is wrong with any agenda.
    """
    found = []
    if not template.name:
        found.append(FieldError("name", "agenda_template.no_name"))
    if template.name.casefold() in {each.name.casefold() for each in kept}:
        found.append(FieldError("name", "agenda_template.taken"))
    if len(kept) >= OWN_MAX:
        found.append(FieldError("name", "agenda_template.full"))
    if not template.items:
        found.append(FieldError("items", "agenda_template.empty"))
    return found + check_agenda(template.items)


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
