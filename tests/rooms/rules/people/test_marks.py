"""Distress, the chat window and one's own talk time: who may change them, the effect, and who learns of it."""

from rooms.model import commands as cmd
from rooms.model.policy.policy import ChatRule, RoomPolicy
from rooms.rules.permissions import available
from rooms.views.build import build_views
from tests.support.rooms.people import MORGAN_SEAT, OLA, PHONE, TESS, TESS_SEAT, refusal_of, staffed_room
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, COUPLE_SEAT, ELENA, STAFF_SEAT, THERAPIST


def test_facilitators_note_distress_and_only_they_see_it() -> None:
    driver = staffed_room(TESS_SEAT)
    assert refusal_of(driver, cmd.MarkDistress(TESS, ANA, on=True)) == "role.forbidden"
    assert refusal_of(driver, cmd.MarkDistress(BEN, ANA, on=True)) == "role.forbidden"
    assert refusal_of(driver, cmd.MarkDistress(THERAPIST, OLA, on=True)) == "person.not_member"
    assert refusal_of(driver, cmd.MarkDistress(THERAPIST, "pt_x", on=True)) == "person.unknown"  # type: ignore[arg-type]
    assert driver.kinds(cmd.MarkDistress(THERAPIST, ANA, on=True)) == ["staff.distress"]
    assert driver.kinds(cmd.MarkDistress(THERAPIST, ANA, on=True)) == []
    views = build_views(driver.room.context(driver.now), [STAFF_SEAT, TESS_SEAT, ANA_SEAT, BEN_SEAT])
    assert views[STAFF_SEAT]["leading"]["distress"] == [ANA]
    for seat in (TESS_SEAT, ANA_SEAT, BEN_SEAT):
        assert "distress" not in str(views[seat]).replace("'distress.mark'", "")


def test_facilitators_note_who_may_be_overheard_and_nobody_elses_screen_changes() -> None:
    driver = staffed_room(TESS_SEAT)
    others = [TESS_SEAT, ANA_SEAT, BEN_SEAT, COUPLE_SEAT]
    before = build_views(driver.room.context(driver.now), others)
    assert refusal_of(driver, cmd.MarkOverheard(BEN, ANA, on=True)) == "role.forbidden"
    assert refusal_of(driver, cmd.MarkOverheard(THERAPIST, OLA, on=True)) == "person.not_member"
    assert driver.kinds(cmd.MarkOverheard(THERAPIST, ANA, on=True)) == ["staff.overheard"]
    assert driver.kinds(cmd.MarkOverheard(THERAPIST, ANA, on=True)) == []
    views = build_views(driver.room.context(driver.now), [STAFF_SEAT, *others])
    assert views.pop(STAFF_SEAT)["care"]["overheard"] == [ANA]
    assert views == before
    driver.do(cmd.MarkOverheard(THERAPIST, ANA, on=False))
    assert build_views(driver.room.context(driver.now), [STAFF_SEAT])[STAFF_SEAT]["care"]["overheard"] == []


def test_distress_can_be_noted_while_the_person_is_elsewhere() -> None:
    driver = staffed_room(MORGAN_SEAT)
    driver.do(cmd.MoveToPrivate(THERAPIST, ANA_SEAT, join=True))
    assert refusal_of(driver, cmd.MarkDistress(THERAPIST, ANA, on=True)) is None
    assert driver.room.state.people[ANA].distress


def test_the_chat_has_windows_only_where_the_policy_says_so() -> None:
    driver = staffed_room()
    assert driver.kinds(cmd.OpenChat(THERAPIST, open=True)) == ["chat.opened"]
    assert driver.kinds(cmd.OpenChat(THERAPIST, open=True)) == []
    assert driver.room.state.chat_open
    assert refusal_of(driver, cmd.OpenChat(ANA, open=False)) == "role.forbidden"
    for rule in (ChatRule.ON, ChatRule.OFF):
        other = staffed_room(policy=RoomPolicy(chat=rule))
        assert refusal_of(other, cmd.OpenChat(THERAPIST, open=True)) == "chat.not_windows"


def test_ones_own_talk_time_is_requested_from_ones_own_screen() -> None:
    driver = staffed_room()
    assert driver.kinds(cmd.ShowAirtime(ANA, ANA_SEAT, on=True)) == ["airtime.shown"]
    assert refusal_of(driver, cmd.ShowAirtime(ELENA, COUPLE_SEAT, on=True)) == "seat.is_shared"
    assert "airtime.show" not in available(driver.room.context(driver.now), ELENA)
    assert refusal_of(driver, cmd.ShowAirtime(THERAPIST, STAFF_SEAT, on=True)) == "role.forbidden"
    driver.do(cmd.Attach(PHONE, mic=False, camera=False))
    assert "airtime.show" in available(driver.room.context(driver.now), ELENA)
    assert driver.kinds(cmd.ShowAirtime(ELENA, PHONE, on=True)) == ["airtime.shown"]
    assert driver.room.state.people[ELENA].airtime
    driver.do(cmd.Leave(ANA))
    assert refusal_of(driver, cmd.ShowAirtime(ANA, ANA_SEAT, on=False)) == "seat.not_in_room"
