"""Safety in a random evening: help signals from anywhere, marks, welfare checks and device checks by those who lead."""

from random import Random

from rooms.model import commands as cmd
from rooms.model.events.follow_up import WelfareStep
from rooms.model.ids import PersonId
from rooms.model.side_channels import PageOutcome
from rooms.rules.context import RuleContext

__all__ = ["random_help"]


def random_help(rng: Random, context: RuleContext, by: PersonId) -> cmd.Command:
    """Return a signal from any screen, or what ``by``, who leads most of the time, does about somebody's safety."""
    via = rng.choice(list(context.state.seats))
    sender = rng.choice(context.setup.seats[via].occupants)
    seats = [*context.state.help] or list(context.state.seats)
    seat = rng.choice(seats)
    person = rng.choice([*context.state.care.welfare] or list(context.state.people))
    on = rng.random() < 0.7
    makers = [
        lambda: cmd.MarkOverheard(by, person, on),
        lambda: cmd.FlagPerson(by, person, on),
        lambda: cmd.NoteWelfare(by, person, rng.choice(list(WelfareStep))),
        lambda: cmd.StartDeviceCheck(by, person),
        lambda: rng.choice([cmd.NextInDeviceCheck(by), cmd.EndDeviceCheck(by)]),
        lambda: cmd.SignalHelp(sender, via, late=rng.random() < 0.2),
        lambda: cmd.AcknowledgeHelp(by, seat),
        lambda: cmd.CloseHelp(by, seat),
        lambda: cmd.ReportPage(seat, rng.choice(list(PageOutcome))),
    ]
    return rng.choice(makers)()
