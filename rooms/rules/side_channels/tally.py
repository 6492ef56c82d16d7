"""The therapist's own count of questions, affirmations, reflections and summaries (docs/domain.md, Tally)."""

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.model.side_channels import Oars
from rooms.rules.context import RuleContext
from rooms.rules.part import all_of, of_some, reads
from rooms.rules.side_channels.place import inside
from rooms.schema.side_channels import OarsTally
from rooms.schema.words import word
from rooms.state.subjects import ASIDE

__all__ = ["OARS_MAX", "build_tally", "may_tally", "tally"]

OARS_MAX = 2_000
"""Per therapist and session: one every five seconds for almost three hours."""
_IN_A_ROW = 3


def tally(context: RuleContext, command: cmd.TallyOars) -> None:
    """Count one, or remove the last one of this kind."""
    counted = context.side_channels.oars.setdefault(command.by, [])
    if not command.undo:
        counted.append(command.kind)
        return
    del counted[len(counted) - 1 - counted[::-1].index(command.kind)]


def build_tally(context: RuleContext, person: PersonId) -> OarsTally | None:
    """Build what the therapist sees: counts, the last one, reflections per question, three questions in a row."""
    counted = context.side_channels.oars.get(person)
    if not counted:
        return None
    view: OarsTally = {
        "question": counted.count(Oars.QUESTION),
        "affirmation": counted.count(Oars.AFFIRMATION),
        "reflection": counted.count(Oars.REFLECTION),
        "summary": counted.count(Oars.SUMMARY),
        "last": word(counted[-1]),
    }
    if view["question"]:
        view["ratio"] = round(view["reflection"] / view["question"], 2)
    if counted[-_IN_A_ROW:] == [Oars.QUESTION] * _IN_A_ROW:
        view["three_questions"] = True
    return view


@of_some(ASIDE)
def full(context: RuleContext) -> dict[PersonId, bool]:
    """Return who has reached the limit."""
    return {
        person: True for person, counted in context.side_channels.oars.items() if len(counted) >= OARS_MAX
    }


@reads(full)
def _may(context: RuleContext, command: cmd.TallyOars) -> str | None:
    if not context.leads(command.by):
        return "role.forbidden"
    counted = context.side_channels.oars.get(command.by, [])
    if command.undo:
        return None if command.kind in counted else "oars.none"
    return None if len(counted) < OARS_MAX else "oars.full"


may_tally = all_of(inside, _may)
