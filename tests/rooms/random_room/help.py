"""Safety in a random evening: help signals from anywhere, marks, welfare checks and device checks by those who lead."""

from random import Random

from rooms.model import commands as cmd
from rooms.model.events.follow_up import WelfareStep
from rooms.model.ids import PersonId
from rooms.model.side_channels import PageOutcome, Reply
from rooms.rules.context import RuleContext
from rooms.state import Place

__all__ = ["random_help", "random_letter"]


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


def random_letter(rng: Random, context: RuleContext, by: PersonId) -> cmd.Command:
    """Return what one of the staff writes to whoever waits, or how they answer."""
    seat = rng.choice(context.seats_at(Place.WAITING) or list(context.state.seats))
    person = rng.choice(context.setup.seats[seat].occupants)
    via = context.state.people[by].seat if by in context.state.people else seat
    if rng.random() < 0.5:
        return cmd.SendMessage(by, via, rng.choice([seat, person]), "A moment, please.")
    return cmd.SendMessage(person, seat, by, "", reply=rng.choice(list(Reply)))
