"""The words of mails: one file per language in ``texts/``, by the rules of docs/writing.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from app.runtime.texts import placeholders, read_words

__all__ = ["MAIL_TEXTS", "MailKind", "Template", "TimeWords", "Wording", "load_wording"]

MAIL_TEXTS: Final = Path(__file__).parent / "texts"
"""A file for each language that mails are written in."""


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
        return placeholders(self.text)


@dataclass(frozen=True, slots=True)
class TimeWords:
    """How a language writes dates and times.

    Attributes:
        locale: By whose customs (Unicode CLDR), such as ``es_US``.
        zones: Names of time zones by their key in the IANA database, as people there say them.
        other_zone: For all others, with ``{city}``.
    """

    locale: str
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
def load_wording(language: str) -> Wording:
    """Return the words of a language, those that it lacks in English.

    Raises:
        ValueError: English lacks a kind of mail, or a file has one too many.
    """
    file = read_words(MAIL_TEXTS, language)
    mails = {MailKind(kind): Template(**template) for kind, template in file["mails"].items()}
    if mails.keys() != set(MailKind):
        raise ValueError("not every kind of mail has a text")
    return Wording(
        event=file["calendar"]["event"],
        feed=file["calendar"]["feed"],
        times=TimeWords(**file["times"]),
        mails=mails,
    )
