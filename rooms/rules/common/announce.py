"""How long a turn is announced before its clock runs: the one rule for turns of the line and of protocols. Pure."""

from rooms.model.people import Role
from rooms.rules.context import RuleContext

__all__ = ["INTERPRETER_LAG_S", "announced_s"]

INTERPRETER_LAG_S = 2.0
"""How much longer a turn is announced when an interpreter is here, who says everything a little later."""


def announced_s(context: RuleContext) -> float:
    """Return for how many seconds a turn that begins now is announced."""
    found = context.state.found
    interpreted = found.get("interpreted")
    if interpreted is None:
        interpreted = found["interpreted"] = any(
            now.role is Role.INTERPRETER and context.is_connected(person)
            for person, now in context.state.people.items()
        )
    return context.setup.policy.announce_s + (INTERPRETER_LAG_S if interpreted else 0.0)
