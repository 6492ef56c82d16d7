"""What awaits those who lead."""

from rooms.model import commands as cmd
from rooms.views.build import build_views
from rooms.views.staff import build_agenda_view, build_leading_view
from tests.rooms.rules.agenda.evening import Evening
from tests.support.rooms.company import CO_SEAT, TRAINEE_SEAT
from tests.support.rooms.setups import (
    ANA,
    BEN,
    COUPLE_SEAT,
    FINN,
    STAFF_SEAT,
    START,
    THERAPIST,
    full_room,
)


def test_marks_and_requests_are_listed() -> None:
    driver = full_room()
    state = driver.room.state
    state.people[ANA].come_back = True
    state.people[BEN].distress = True
    state.people[FINN].split_asked = state.people[FINN].apart = True
    state.seats[COUPLE_SEAT].voice_asked, state.seats[COUPLE_SEAT].voice_asked_at = FINN, START
    view = build_leading_view(driver.room.context(0))
    assert (view["come_back"], view["distress"]) == ([ANA], [BEN])
    assert view["splits"] == {FINN: {"apart": True}}
    assert view["voices"] == {COUPLE_SEAT: {"person": FINN, "since": START}}


def test_the_view_says_who_leads() -> None:
    driver = full_room()
    driver.room.state.lead, driver.room.state.lead_offered = THERAPIST, ANA
    view = build_leading_view(driver.room.context(0))
    assert (view["lead"], view["lead_offered"]) == (THERAPIST, ANA)


def test_only_those_who_lead_see_the_agenda_and_changing_it_moves_nothing_else() -> None:
    driver = Evening()
    others = [seat for seat in driver.room.setup.seats if seat not in {STAFF_SEAT, CO_SEAT, TRAINEE_SEAT}]
    before = build_views(driver.context(), others)
    assert not any("agenda" in view for view in before.values())
    driver.do(cmd.StretchItem(THERAPIST, "it_1", 25, driver.agenda.version))
    driver.do(cmd.DropItem(THERAPIST, "it_2", True, driver.agenda.version))
    driver.next()
    assert build_views(driver.context(), others) == before
    view = build_views(driver.context(), [STAFF_SEAT])[STAFF_SEAT]["agenda"]
    assert (view["current"], view["since"], view["version"]) == ("it_1", driver.now, 4)
    assert view["items"][0] == {"id": "it_1", "part": "check_in", "minutes": 25, "planned_min": 20}
    assert view["items"][1]["dropped"] is True
    assert view["items"][1]["options"] == {"deck": "trust"}
    assert view["items"][2]["mode"] == "quiet"


def test_a_session_without_an_agenda_has_none_in_any_view() -> None:
    assert build_agenda_view(full_room().room.context(0)) is None
