"""How events change the agenda."""

from rooms.model import events as ev
from rooms.model.events.agenda import AgendaItem
from rooms.model.events.codec import decode_event, encode_event
from rooms.model.policy.policy import FloorMode
from rooms.state.agenda import Agenda
from rooms.state.on.agenda import changed, led_on, prepared
from tests.support.rooms.setups import THERAPIST

ITEMS = tuple(AgendaItem(f"it_{number}", "talk", 10, 10) for number in range(3))


def test_every_event_makes_what_was_seen_before_stale() -> None:
    agenda = Agenda()
    prepared(agenda, ev.AgendaPrepared(4, 50.0, ITEMS), 0.0)
    changed(agenda, ev.AgendaChanged(ITEMS[::-1], THERAPIST), 0.0)
    led_on(agenda, ev.AgendaLedOn("it_2", THERAPIST), 5.0)
    assert (agenda.version, agenda.prepared, agenda.ends_at) == (3, 4, 50.0)


def test_what_begins_comes_behind_what_began_before_it() -> None:
    agenda = Agenda(ITEMS)
    for at, item in ((1.0, "it_2"), (4.0, "it_0")):
        led_on(agenda, ev.AgendaLedOn(item, THERAPIST, 1, FloorMode.OPEN), at)
    assert [item.id for item in agenda.items] == ["it_2", "it_0", "it_1"]
    assert agenda.spent_s == {"it_2": 3.0}
    assert (agenda.run, agenda.mode_before) == (1, FloorMode.OPEN)


def test_items_come_back_from_the_log_as_they_were_written() -> None:
    item = AgendaItem("it_1", "break", 10, 15, FloorMode.QUIET, "go_round", {"kind": "word", "n": 3}, True)
    for event in (ev.AgendaPrepared(1, None, (item,)), ev.AgendaChanged((item,), THERAPIST)):
        assert decode_event(*encode_event(event)) == event
