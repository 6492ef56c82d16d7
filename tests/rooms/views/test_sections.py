"""Which viewers get which sections."""

from rooms.model import commands as cmd
from rooms.schema.view import View
from rooms.state.subjects import ASIDE, FLOOR, GATES, PEOPLE, RUNS, SPEAKING, SWITCHES, VOICES
from rooms.views.build import build_views
from rooms.views.sections import AUDIENCES, BESIDE, OUTSIDE, SECTIONS, audience_of
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT, STAFF_SEAT, THERAPIST, full_room


def test_everybody_gets_the_sections_for_their_place_and_role() -> None:
    driver = full_room()
    driver.do(cmd.MoveToWaiting(THERAPIST, BEN_SEAT))
    context = driver.room.context(driver.now)
    assert audience_of(context, BEN_SEAT) == OUTSIDE
    assert audience_of(context, ANA_SEAT) == ("room", "people", "seats", "floor", "run")
    assert "leading" in audience_of(context, STAFF_SEAT)
    assert set(audience_of(context, STAFF_SEAT)) <= set(SECTIONS)


def test_every_key_of_the_view_has_its_audience() -> None:
    filled = {
        key for name in {n for names in AUDIENCES.values() for n in names} for key in SECTIONS[name].keys
    }
    assert filled | BESIDE.keys() == View.__annotations__.keys()


def test_a_section_fills_no_keys_but_its_own() -> None:
    driver = full_room()
    context = driver.room.context(driver.now)
    for seat, view in build_views(context, [ANA_SEAT, STAFF_SEAT]).items():
        filled = {key for name in audience_of(context, seat) for key in SECTIONS[name].keys}
        assert view.keys() <= filled | BESIDE.keys()


def test_sections_watch_what_their_parts_show() -> None:
    assert SECTIONS["seats"].watches == PEOPLE | SWITCHES | VOICES | GATES | SPEAKING
    assert SECTIONS["leading"].watches == PEOPLE | FLOOR | RUNS | VOICES
    assert SECTIONS["staff_seats"].watches == PEOPLE | ASIDE
