"""Who keeps the room safe while one of those who lead talks to a couple apart, and for how long at least. Pure."""

from rooms.rules.context import RuleContext

__all__ = ["DEVICE_CHECK_LEAST_S", "keeps_couple"]

DEVICE_CHECK_LEAST_S = 60.0
"""How long each of a couple is talked to at least, seconds: a short talk would tell that there was nothing to say."""


def keeps_couple(context: RuleContext) -> bool:
    """Whether nobody but the couple is there, and whoever talks to them is: then the session is led."""
    check = context.state.care.device_check
    if check is None or context.participants():
        return False
    licensed = context.setup.people[check.by].licensed or not context.setup.policy.needs_licence
    return licensed and context.seat_of(check.by).online
