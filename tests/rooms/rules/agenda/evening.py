"""A running group with an agenda, for the tests beside it."""

from rooms.model import commands as cmd
from rooms.model.events.agenda import AgendaItem
from rooms.model.library import LibraryIndex
from rooms.model.policy.policy import FloorMode
from rooms.rules.permissions import refusal
from tests.support.rooms.company import Company
from tests.support.rooms.setups import START, THERAPIST

__all__ = ["DECK", "ITEMS", "Evening"]

DECK = "trust"
ITEMS = (
    AgendaItem("it_1", "check_in", 20, 20),
    AgendaItem("it_2", "psychoeducation", 50, 50, protocol="guided_discussion", options={"deck": DECK}),
    AgendaItem("it_3", "break", 10, 10, mode=FloorMode.QUIET),
    AgendaItem("it_4", "process_group", 75, 75, mode=FloorMode.QUEUE),
    AgendaItem("it_5", "closing", 25, 25),
)


class Evening(Company):
    """Everybody is here, and the session was prepared."""

    def __init__(self, *items: AgendaItem) -> None:
        super().__init__(library=LibraryIndex(decks={DECK: (3, 2)}))
        self.do(cmd.PrepareAgenda(1, START + 180 * 60, items or ITEMS))

    @property
    def agenda(self):  # type: ignore[no-untyped-def]
        """The agenda now."""
        return self.room.state.agenda

    @property
    def order(self) -> str:
        """The numbers of the items, in order."""
        return "".join(item.id[-1] for item in self.agenda.items)

    def next(self, **options: object) -> list[str]:
        """The therapist leads on; returns what happened."""
        return self.kinds(cmd.LeadOn(THERAPIST, self.agenda.version, dict(options)))

    def why_not(self, command: cmd.Command) -> str | None:
        """Why the command would be refused."""
        return refusal(self.context(), command)
