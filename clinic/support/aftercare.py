"""An aftercare plan: what somebody wants to do after treatment, whom they can call, and what helps. Pure.

It is written with the client, in their words, and each change of it is another version that is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic.common.errors import FieldError
from clinic.people.fields.phone import phone_problem
from clinic.people.fields.text import text_problem

__all__ = ["MOST", "NAME_LIMIT", "TEXT_LIMIT", "AftercarePlan", "Contact", "Step", "check_plan"]

MOST: Final = 20
"""Lines of each part."""
TEXT_LIMIT: Final = 200
NAME_LIMIT: Final = 80


@dataclass(frozen=True, slots=True)
class Step:
    """One thing, with its day if it has one."""

    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call; the number may be left to the client's own telephone."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class AftercarePlan:
    """The plan.

    Attributes:
        signs: Early signs that things get harder, as the client knows them.
        helps: What helps then.
    """

    steps: tuple[Step, ...] = ()
    contacts: tuple[Contact, ...] = ()
    signs: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()


def check_plan(plan: AftercarePlan) -> list[FieldError]:
    """Return what is wrong with a plan, its texts tidied.

    ``aftercare.empty``: it says nothing. ``aftercare.too_many``: a part has more lines than ``MOST``. As
    ``text_problem`` and ``phone_problem``.
    """
    parts = {"steps": plan.steps, "contacts": plan.contacts, "signs": plan.signs, "helps": plan.helps}
    if not any(parts.values()):
        return [FieldError("steps", "aftercare.empty")]
    errors = [FieldError(name, "aftercare.too_many") for name, lines in parts.items() if len(lines) > MOST]
    errors += _texts("steps", (each.text for each in plan.steps), TEXT_LIMIT, ".text")
    errors += _texts("contacts", (each.name for each in plan.contacts), NAME_LIMIT, ".name")
    errors += _texts("signs", plan.signs, TEXT_LIMIT)
    errors += _texts("helps", plan.helps, TEXT_LIMIT)
    for number, each in enumerate(plan.contacts):
        short = each.phone.isascii() and each.phone.isdigit() and len(each.phone) == 3
        if each.phone and not short and (problem := phone_problem(each.phone)):
            errors.append(FieldError(f"contacts.{number}.phone", problem))
    return errors


def _texts(part: str, texts: Iterable[str], limit: int, field: str = "") -> list[FieldError]:
    problems = ((number, text_problem(text, limit, required=True)) for number, text in enumerate(texts))
    return [FieldError(f"{part}.{number}{field}", problem) for number, problem in problems if problem]
