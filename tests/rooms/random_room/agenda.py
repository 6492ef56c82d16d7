"""The agenda in a random evening: what was prepared comes in, and those who lead change it and lead on."""

from random import Random

from rooms.model import commands as cmd
from rooms.model.events.agenda import AgendaItem
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode
from rooms.rules.context import RuleContext
from tests.rooms.random_room.readiness import random_readiness

__all__ = ["AGENDA_CHANGES", "random_report_or_agenda"]

AGENDA_CHANGES = (cmd.MoveItem, cmd.DropItem, cmd.StretchItem, cmd.AddItem)
"""What nobody can see who does not lead; leading on may start what everybody sees."""
_PROTOCOLS = (None, None, "go_round", "grounding", "closing_round", "guided_discussion", "feedback_round")
_MODES = (None, None, FloorMode.QUIET, FloorMode.QUEUE, FloorMode.OPEN, FloorMode.ROUND)


def random_report_or_agenda(rng: Random, context: RuleContext, by: PersonId) -> cmd.Command:
    """Return what the system reports of somebody, or what ``by``, who mostly leads, does about the agenda."""
    if rng.random() < 0.5:
        return random_readiness(rng, context)
    agenda = context.state.agenda
    if rng.random() < (0.2 if agenda.items else 0.9):
        items = tuple(_item(rng, f"it_{number}") for number in rng.sample(range(12), rng.randint(0, 6)))
        return cmd.PrepareAgenda(agenda.prepared + rng.choice([-1, 0, 1, 1]), None, items)
    item = rng.choice([each.id for each in agenda.items] or [""])
    version = agenda.version + rng.choice([0] * 9 + [1])
    makers = [
        lambda: cmd.LeadOn(by, version),
        lambda: cmd.LeadOn(by, version),
        lambda: cmd.MoveItem(by, item, rng.randint(-1, 5), version),
        lambda: cmd.DropItem(by, item, rng.random() < 0.6, version),
        lambda: cmd.StretchItem(by, item, rng.randint(0, 241), version),
        lambda: cmd.AddItem(
            by,
            "talk",
            rng.randint(0, 241),
            rng.randint(-1, 3),
            version,
            rng.choice(_MODES),
            rng.choice(_PROTOCOLS),
        ),
    ]
    return rng.choice(makers)()


def _item(rng: Random, name: str) -> AgendaItem:
    minutes = rng.randint(1, 60)
    return AgendaItem(name, "talk", minutes, minutes, rng.choice(_MODES), rng.choice(_PROTOCOLS))
