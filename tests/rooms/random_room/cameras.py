"""A camera that rests, and one that is only turned off: to everybody but staff they are the same."""

from random import Random

from rooms.model import commands as cmd
from rooms.rules.context import RuleContext
from rooms.rules.seats import CAMERA_REST, next_rest_at, resting_until

__all__ = ["rests_a_camera", "turn_off_instead"]


def rests_a_camera(context: RuleContext, command: cmd.Command) -> bool:
    """Whether the command begins a rest, or falls into one."""
    if not isinstance(command, cmd.RestCamera) or CAMERA_REST.checks[cmd.RestCamera](context, command):
        return False
    seat = context.state.people[command.by].seat
    return resting_until(context, seat) is not None or context.now >= (next_rest_at(context, seat) or 0.0)


def turn_off_instead(rng: Random, context: RuleContext, command: cmd.RestCamera) -> object:
    """Return the command that turns the same camera off and leaves the microphone alone."""
    mic = context.state.seats[context.state.people[command.by].seat].mic
    return cmd.SetDevices(command.by, mic, camera=False, by_system=True)
