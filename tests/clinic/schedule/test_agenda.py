from datetime import UTC, datetime, timedelta

from clinic.common.ids import SeriesId
from clinic.programme.spans import Span
from clinic.programme.tracks import Service
from clinic.schedule.agenda import AgendaItem, Part, around_break, break_of, length_of, programme_time
from clinic.schedule.recurrence.series import Occurrence, OccurrenceState

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
AGENDA = (AgendaItem(Part.CHECK_IN, 20), AgendaItem(Part.BREAK, 10), AgendaItem(Part.PROCESS_GROUP, 60))


def test_a_session_lasts_as_long_as_its_parts() -> None:
    assert length_of(AGENDA) == 90


def test_the_breaks_of_a_session_are_where_its_agenda_puts_them() -> None:
    session = Occurrence(
        SeriesId("sr_1"),
        NINE.replace(tzinfo=None),
        NINE,
        NINE + timedelta(minutes=90),
        OccurrenceState.PLANNED,
    )
    timed = programme_time(session, Service.GROUP, AGENDA)
    assert timed.span == Span(NINE, NINE + timedelta(minutes=90))
    assert timed.breaks == (Span(NINE + timedelta(minutes=20), NINE + timedelta(minutes=30)),)
    assert timed.service is Service.GROUP


def test_the_breaks_of_an_agenda_are_added_up() -> None:
    assert break_of((*AGENDA, AgendaItem(Part.BREAK, 5))) == 15


def test_a_break_of_unknown_place_is_in_the_middle_and_the_length_stays() -> None:
    agenda = around_break(91, 10)
    assert [each.minutes for each in agenda] == [40, 10, 41]
    assert (length_of(agenda), break_of(agenda)) == (91, 10)
