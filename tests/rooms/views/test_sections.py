"""Which viewers get which sections."""

from rooms.model import commands as cmd
from rooms.state.subjects import ASIDE, FLOOR, GATES, PEOPLE, RUNS, SPEAKING, SWITCHES, VOICES
from rooms.views.sections import OUTSIDE, SECTIONS, audience_of
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT, STAFF_SEAT, THERAPIST, full_stage


def test_everybody_gets_the_sections_for_their_place_and_role() -> None:
    stage = full_stage()
    stage.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    context = stage.room.context(stage.now)
    assert audience_of(context, BEN_SEAT) == OUTSIDE
    assert audience_of(context, ANA_SEAT) == ("room", "people", "seats", "floor", "run")
    assert "leading" in audience_of(context, STAFF_SEAT)
    assert set(audience_of(context, STAFF_SEAT)) <= set(SECTIONS)


def test_sections_watch_what_their_parts_show() -> None:
    assert SECTIONS["seats"].watches == PEOPLE | SWITCHES | VOICES | GATES | SPEAKING
    assert SECTIONS["leading"].watches == PEOPLE | FLOOR | RUNS | VOICES
    assert SECTIONS["staff_seats"].watches == PEOPLE | ASIDE
