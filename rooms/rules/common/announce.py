"""How long a turn is announced before its clock runs: the one rule for turns of the line and of protocols. Pure."""

from rooms.rules.context import RuleContext

__all__ = ["INTERPRETER_LAG_S", "announced_s"]

INTERPRETER_LAG_S = 2.0
"""How much longer a turn is announced when an interpreter is here, who says everything a little later."""


def announced_s(context: RuleContext) -> float:
    """Return for how many seconds a turn that begins now is announced."""
    return context.setup.policy.announce_s + (INTERPRETER_LAG_S if context.is_interpreted() else 0.0)
