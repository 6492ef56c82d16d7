"""Help signals in a random evening: sent from anywhere, seen and closed by those who lead, or by one who may not."""

from random import Random

from rooms.model import commands as cmd
from rooms.model.ids import PersonId
from rooms.model.side_channels import PageOutcome
from rooms.rules.context import RuleContext

__all__ = ["random_help"]


def random_help(rng: Random, context: RuleContext, by: PersonId) -> cmd.Command:
    """Return a signal from any screen, or what ``by``, who leads most of the time, does about one."""
    via = rng.choice(list(context.state.seats))
    sender = rng.choice(context.setup.seats[via].occupants)
    seats = [*context.state.help] or list(context.state.seats)
    seat = rng.choice(seats)
    makers = [
        lambda: cmd.SignalHelp(sender, via, late=rng.random() < 0.2),
        lambda: cmd.AcknowledgeHelp(by, seat),
        lambda: cmd.CloseHelp(by, seat),
        lambda: cmd.ReportPage(seat, rng.choice(list(PageOutcome))),
    ]
    return rng.choice(makers)()
