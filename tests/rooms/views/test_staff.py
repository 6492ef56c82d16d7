"""What awaits those who lead."""

from rooms.views.staff import build_leading_view
from tests.support.rooms.setups import ANA, BEN, COUPLE_SEAT, FINN, START, THERAPIST, full_room


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
