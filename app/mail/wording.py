"""The words of mails: one file per language in ``texts/``, by the rules of docs/writing.md."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

__all__ = ["Language", "MailKind", "Template", "TimeWords", "Wording", "load_wording"]

_TEXTS = Path(__file__).parent / "texts"


class Language(StrEnum):
    """A language that mails are written in."""

    ENGLISH = "en"
    SPANISH = "es"


class MailKind(StrEnum):
    """What a mail is for."""

    INVITATION = "invitation"
    STAFF_INVITATION = "staff_invitation"
    APPOINTMENT_PLANNED = "appointment_planned"
    APPOINTMENT_MOVED = "appointment_moved"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    REMINDER = "reminder"
    SIGN_IN_RECOVERY = "sign_in_recovery"
    NEW_DEVICE_NOTICE = "new_device_notice"
    EMERGENCY_ACCESS = "emergency_access"
    ADDRESS_CHECK = "address_check"
    STAFF_NEEDED = "staff_needed"
    HANDED_OVER = "handed_over"
    WEBHOOK_OFF = "webhook_off"
    TASK_WAITING = "task_waiting"
    OWN_PAGE = "own_page"


@dataclass(frozen=True, slots=True)
class Template:
    """The text of one kind of mail; ``text`` has placeholders such as ``{link}``, the subject has none."""

    subject: str
    text: str

    @property
    def placeholders(self) -> frozenset[str]:
        """The names in braces."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name is not None)


@dataclass(frozen=True, slots=True)
class TimeWords:
    """How a language writes dates and times.

    Attributes:
        date: With ``{weekday}``, ``{day}``, ``{month}`` and ``{year}``.
        clock: With ``{hour}`` (1 to 12), ``{minute}`` and ``{half}``.
        weekdays: From Monday.
        halves: Before and after noon.
        zones: Names of time zones by their key in the IANA database.
        other_zone: For all others, with ``{city}``.
    """

    date: str
    clock: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    halves: tuple[str, str]
    zones: Mapping[str, str]
    other_zone: str


@dataclass(frozen=True, slots=True)
class Wording:
    """All words of one language; ``event`` is what a calendar shows for an appointment, ``feed`` names the calendar."""

    event: str
    feed: str
    times: TimeWords
    mails: Mapping[MailKind, Template]


@cache
def load_wording(language: Language) -> Wording:
    """Return the words of a language.

    Raises:
        ValueError: The file lacks a kind of mail, or has one too many.
    """
    file: dict[str, Any] = tomllib.loads((_TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
    times = file["times"]
    mails = {MailKind(kind): Template(**template) for kind, template in file["mails"].items()}
    if mails.keys() != set(MailKind):
        raise ValueError(f"{language}: not every kind of mail has a text")
    return Wording(
        event=file["calendar"]["event"],
        feed=file["calendar"]["feed"],
        times=TimeWords(
            date=times["date"],
            clock=times["clock"],
            weekdays=tuple(times["weekdays"]),
            months=tuple(times["months"]),
            halves=(times["halves"][0], times["halves"][1]),
            zones=times["zones"],
            other_zone=times["other_zone"],
        ),
        mails=mails,
    )
