"""Reports of abuse in the support network, and what the care team does about them. Pure.

A report holds what its writer said and the other's line as it was; nothing else of a link is ever opened for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.people.fields.text import text_problem

__all__ = [
    "MOVES",
    "NOTE_LIMIT",
    "WORDS_LIMIT",
    "ReportOutcome",
    "Report",
    "ReportState",
    "check_words",
    "conclude",
]

WORDS_LIMIT: Final = 1000
NOTE_LIMIT: Final = 500


class ReportState(StrEnum):
    """Whether anything is left to do."""

    OPEN = "open"
    DONE = "done"


class ReportOutcome(StrEnum):
    """What somebody of the care team does about a report."""

    NOTHING = "nothing"
    """There is nothing to do beyond the note."""
    END_LINK = "end_link"
    """The two are kept apart."""
    SUSPEND = "suspend"
    """The two are kept apart, and the one who was reported is out of the network until staff let them back."""


MOVES: Final[Mapping[tuple[ReportState, ReportOutcome], ReportState]] = MappingProxyType(
    {(ReportState.OPEN, outcome): ReportState.DONE for outcome in ReportOutcome}
)
"""Every move that there is: what is done stays done."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    Attributes:
        by: Who reports.
        about: Who is reported.
        words: What happened, as the reporter wrote it.
        line: What the other had told them, as it was then.
        note: Why staff did what they did.
    """

    id: str
    link: str
    by: PersonId
    about: PersonId
    at: datetime
    words: str = field(repr=False)
    line: str = field(repr=False)
    state: ReportState = ReportState.OPEN
    outcome: ReportOutcome | None = None
    note: str = field(default="", repr=False)
    done_by: PersonId | None = None
    done_at: datetime | None = None


def check_words(words: str) -> None:
    """Check a tidied report. Raises Invalid for the field ``words``, with the codes of ``text_problem``."""
    if problem := text_problem(words.replace("\n", " "), WORDS_LIMIT, required=True):
        raise Invalid([FieldError("words", problem)])


def conclude(report: Report, outcome: ReportOutcome, note: str, by: PersonId, now: datetime) -> Report:
    """Return a report with what was done about it, and why.

    Raises:
        Refused: ``report.done``.
        Invalid: ``note`` says nothing, or too much.
    """
    state = MOVES.get((report.state, outcome))
    if state is None:
        raise Refused("report.done")
    if problem := text_problem(note.replace("\n", " "), NOTE_LIMIT, required=True):
        raise Invalid([FieldError("note", problem)])
    return replace(report, state=state, outcome=outcome, note=note, done_by=by, done_at=now)
