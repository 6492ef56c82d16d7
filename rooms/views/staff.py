"""What facilitators see beside turns and runs: marks, requests that wait for them, who leads."""

from collections.abc import Callable
from typing import Any

from rooms.rules.context import RuleContext
from rooms.state.subjects import PEOPLE, VOICES, shows

__all__ = ["MarksView", "build_leading_view", "build_marks_view"]

MarksView = Callable[[RuleContext], dict[str, Any]]
"""Builds the marks, or knows what was built of them."""


@shows(PEOPLE)
def build_marks_view(context: RuleContext) -> dict[str, Any]:
    """Build what stays the same while nobody moves or is marked."""
    state = context.state
    people = state.people.items()
    view: dict[str, Any] = {
        "come_back": [person for person, now in people if now.come_back],
        "distress": [person for person, now in people if now.distress],
        "splits": {person: {"apart": now.apart} for person, now in people if now.split_asked},
        "private": {
            seat: {"room": now.private} for seat, now in state.seats.items() if now.private is not None
        },
        "observers": {person: dict(answers) for person, answers in state.observers.items()},
    }
    if state.lead:
        view["lead"] = state.lead
    if state.lead_offered:
        view["lead_offered"] = state.lead_offered
    return view


@shows(PEOPLE | VOICES)
def build_leading_view(context: RuleContext, marks_view: MarksView = build_marks_view) -> dict[str, Any]:
    """Build the facilitators' own section."""
    state = context.state
    voices = {
        seat: {"person": state.seats[seat].voice_asked, "since": state.seats[seat].voice_asked_at}
        for seat in context.shared_seats()
        if state.seats[seat].voice_asked is not None
    }
    return {**marks_view(context), "voices": voices}
