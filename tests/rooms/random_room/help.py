"""Help signals in a random evening: sent from anywhere, seen and closed by those who lead, or by one who may not."""

from random import Random

from rooms.model import commands as cmd
from rooms.model.ids import PersonId, SeatId
from rooms.model.paging import PageOutcome
from rooms.rules.context import RuleContext

__all__ = ["random_help"]


def random_help(
    rng: Random, context: RuleContext, by: PersonId, sender: PersonId, via: SeatId
) -> cmd.Command:
    """Return a command about a help signal.

    Args:
        by: Who leads, most of the time.
        sender: Who may send one, from ``via``.
    """
    seats = [*context.state.help] or list(context.state.seats)
    seat = rng.choice(seats)
    makers = [
        lambda: cmd.SignalHelp(sender, via, late=rng.random() < 0.2),
        lambda: cmd.AcknowledgeHelp(by, seat),
        lambda: cmd.CloseHelp(by, seat),
        lambda: cmd.ReportPage(seat, rng.choice(list(PageOutcome))),
    ]
    return rng.choice(makers)()
