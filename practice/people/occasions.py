"""What fits now: which of their sentences somebody says, from the role that the run gives them."""

from collections.abc import Mapping, Sequence
from typing import Any

from practice.people.moment import Moment, Situation, View

__all__ = ["choose_occasion"]

_HEARING = frozenset({"listener", "receiver", "reflector"})
_TELLING = frozenset({"speaker", "sender"})
_GIVING = frozenset({"giver"})
_KIND_STEPS = frozenset({"validate", "empathize", "offer_validation", "thanks", "check_feeling", "close"})
"""Steps of a dialogue in which people are gentle with each other."""
_BRIEF = frozenset({"word", "number", "check_in"})


def choose_occasion(view: View, moment: Moment, known: Mapping[str, Sequence[float]]) -> str:
    """Return the first fitting occasion for which the person has sentences."""
    wanted = [*_by_run(view, moment), "short" if moment.situation is Situation.OPEN else "share", "share"]
    return next((occasion for occasion in wanted if known.get(occasion)), next(iter(known)))


def _by_run(view: View, moment: Moment) -> list[str]:
    run: Mapping[str, Any] = view.get("run", {})
    roles = {role for role, people in run.get("roles", {}).items() if moment.person in people}
    if roles & (_HEARING | _TELLING) and run["step"] in _KIND_STEPS:
        return ["soften", "thanks"]
    if roles & _HEARING:
        return ["say_back", "reflect"]
    if roles & _TELLING:
        return ["disagree", "share"]
    if roles & _GIVING:
        return ["thanks"]
    is_brief = run.get("facts", {}).get("kind") in _BRIEF or "words" in run.get("step", "")
    return ["feeling"] if is_brief else []
