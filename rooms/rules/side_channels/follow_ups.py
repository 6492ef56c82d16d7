"""Follow-up: what happens in a session that somebody has to look after later (docs/domain.md 8). Pure.

The room only notes that and why; when it is due and who does it is the clinic's. Each reason is noted once for each
person in a session, but for removals, each of which is its own. No viewer is told, and nothing on a screen moves.
"""

from collections.abc import Iterator

from rooms.model import events as ev
from rooms.model.events.follow_up import FollowUp
from rooms.model.ids import PersonId
from rooms.rules.common.removals import clients_on
from rooms.rules.context import RuleContext
from rooms.rules.part import Part
from rooms.rules.protocols.rounds.closing_round import CLOSING_ROUND, RED_FROM
from rooms.state import Place, subjects

__all__ = ["FOLLOW_UPS"]


def _settle(context: RuleContext) -> None:
    for person, kind in (*_helped(context), *_gone(context), *_answered(context)):
        if (person, kind) not in context.state.follow_ups:
            context.emit(ev.FollowUpNoted(person, kind, context.state.lead))


def _helped(context: RuleContext) -> Iterator[tuple[PersonId, FollowUp]]:
    for seat, signal in context.state.help.items():
        for person in clients_on(context, seat) if signal.person is None else (signal.person,):
            yield person, FollowUp.HELP


def _gone(context: RuleContext) -> Iterator[tuple[PersonId, FollowUp]]:
    for person, now in context.state.people.items():
        if now.distress and now.came and context.seat_of(person).place is Place.OUTSIDE:
            yield person, FollowUp.WELFARE


def _answered(context: RuleContext) -> Iterator[tuple[PersonId, FollowUp]]:
    for run in context.state.runs:
        if run.protocol != CLOSING_ROUND.id:
            continue
        answers = run.memory["answers"]
        for person, answer in answers.items():
            if answer["number"] >= RED_FROM:
                yield person, FollowUp.EXIT_CHECK
            if answer["call"]:
                yield person, FollowUp.CALL
        for person in run.memory["people"]:
            if person not in answers and context.seat_of(person).place is Place.OUTSIDE:
                yield person, FollowUp.LEFT_EARLY


FOLLOW_UPS = Part(settle=_settle, watches=subjects.PEOPLE | subjects.RUNS)
