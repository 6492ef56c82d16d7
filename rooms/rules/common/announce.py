"""How long a turn is announced before its clock runs, for turns from the line and from protocols alike. Pure."""

from rooms.rules.context import RuleContext

__all__ = ["INTERPRETER_LAG_S", "announced_s"]

INTERPRETER_LAG_S = 2.0
"""Extra seconds of announcement while an interpreter, who lags a little behind, is connected."""


def announced_s(context: RuleContext) -> float:
    """Return the seconds for which a turn that begins now is announced."""
    return context.setup.policy.announce_s + (INTERPRETER_LAG_S if context.is_interpreted() else 0.0)
