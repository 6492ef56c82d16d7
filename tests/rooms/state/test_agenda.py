"""The agenda as state: what is next, and what an end leaves."""

from rooms.model.events.agenda import AgendaItem
from rooms.state.agenda import Agenda

ONE, TWO = AgendaItem("it_1", "talk", 5, 5), AgendaItem("it_2", "break", 5, 5)


def test_dropped_items_are_to_come_and_never_next() -> None:
    agenda = Agenda((AgendaItem("it_0", "talk", 5, 5, dropped=True), ONE, TWO))
    assert [item.id for item in agenda.to_come] == ["it_0", "it_1", "it_2"]
    assert agenda.next == ONE
    assert agenda.find("it_9") is None


def test_an_item_that_ends_keeps_how_long_it_was_and_an_empty_agenda_has_nothing_to_end() -> None:
    agenda = Agenda((ONE, TWO), current="it_1", since=100.0, run=3)
    agenda.close(160.0)
    agenda.close(200.0)
    assert (agenda.spent_s, agenda.current, agenda.run) == ({"it_1": 60.0}, None, None)
    assert agenda.next == TWO
    assert Agenda().next is None
