"""The closing round against docs/domain.md, Protocols, and that a red answer keeps the session from ending."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.floor import TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.rules.permissions import available
from rooms.rules.protocols.engine import end_refusal
from rooms.state import Phase
from rooms.views.build import build_views
from tests.support.protocols.rounds import (
    ELENAS_PHONE,
    WITHOUT_EXPLAINING,
    Circle,
    Crowd,
    circle,
    member,
    seat,
)
from tests.support.rooms.setups import COUPLE_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST
from tests.support.thorough import examples


def started(members: int = 3, *, couple: bool = False, **options: Any) -> Circle:
    driver = circle(members, couple=couple)
    driver.start("closing_round", **options)
    return driver


def checking(members: int = 3, *, couple: bool = False) -> Circle:
    """The exit check is open."""
    driver = started(members, couple=couple)
    driver.act(THERAPIST, "go_on")
    driver.wait(5)
    driver.act(THERAPIST, "go_on")
    driver.release()
    assert driver.step == "exit_check"
    return driver


def answer(
    driver: Circle, person: PersonId, number: int, *, call: bool = False, via: SeatId | None = None
) -> None:
    via = via or driver.room.state.people[person].seat
    driver.do(cmd.ActInProtocol(person, via, "answer", driver.seq, {"number": number, "call": call}))


def test_it_runs_from_the_announcement_to_the_end() -> None:
    driver = started(2, commitments=True)
    assert driver.step == "announce"
    driver.act(THERAPIST, "go_on")
    assert driver.speakers(2) == [member(1), member(2)]
    assert driver.step == "commitments"
    turn = driver.room.state.floor.holder
    assert turn is not None
    assert turn.limit_s == 45
    assert driver.speakers(2) == [member(1), member(2)]
    assert driver.step == "exit_check"
    answer(driver, member(1), 3)
    answer(driver, member(2), 0)
    assert driver.step == "review"
    driver.act(THERAPIST, "finish")
    assert driver.outcome == {"answered": 2, "seen_to": 0, "to_call": 0}


@pytest.mark.parametrize(
    ("minutes", "commitments", "word_s", "one_word"),
    [
        (10, False, 20, False),
        (3, False, 12, False),
        (2, False, 5, True),
        (0, False, 5, True),
        (4, True, 12, False),
    ],
)
def test_the_time_for_words_shrinks_with_the_remaining_time(
    minutes: int, commitments: bool, word_s: int, one_word: bool
) -> None:
    driver = started(5, minutes=minutes, commitments=commitments)
    driver.act(THERAPIST, "go_on")
    assert (driver.public["limit_s"], driver.public["one_word"]) == (word_s, one_word)


def test_staff_see_how_long_it_takes() -> None:
    assert started(6).staff["needs_s"] == 6 * 20 + 120


def test_a_person_who_passes_is_offered_the_word_once_more() -> None:
    driver = started(2)
    driver.act(THERAPIST, "go_on")
    driver.do(cmd.PassTurn(member(1), driver.seq))
    assert driver.speakers(2) == [member(2), member(1)]
    assert driver.step == "exit_check"


def test_people_who_are_reconnecting_are_not_waited_for() -> None:
    driver = started(2)
    driver.act(THERAPIST, "go_on")
    driver.drop(member(2))
    driver.release()
    assert driver.step == "exit_check"


def test_without_time_the_exit_check_starts_at_once_and_interrupts_nobody() -> None:
    driver = started(3, commitments=True)
    for _ in range(3):
        driver.act(THERAPIST, "go_on")
        driver.wait(5)
    assert (driver.step, driver.holder) == ("exit_check", member(1))


def test_a_turn_that_was_only_announced_does_not_start_in_the_exit_check() -> None:
    driver = started(3)
    driver.act(THERAPIST, "go_on")
    turn = driver.room.state.floor.holder
    assert turn is not None
    turn.phase = TurnPhase.ANNOUNCED
    driver.act(THERAPIST, "go_on")
    assert (driver.step, driver.holder) == ("exit_check", None)


def test_only_staff_see_the_numbers() -> None:
    driver = checking(2)
    places = [STAFF_SEAT, seat(1), seat(2)]
    before = build_views(driver.room.context(driver.now), places)
    answer(driver, member(1), 7, call=True)
    after = build_views(driver.room.context(driver.now), places)
    assert after[STAFF_SEAT]["leading"]["run"]["answers"] == {
        member(1): {"number": 7, "call": True, "red": True}
    }
    before[seat(2)]["floor"]["seq"] = after[seat(2)]["floor"]["seq"]
    assert after[seat(2)] == before[seat(2)], "nobody else learns even that she has answered"
    assert after[seat(1)]["you"]["run"][member(1)]["facts"] == {"answered": True}
    assert '"number"' not in json.dumps(after[seat(1)]["you"])


def test_a_shared_screen_neither_asks_nor_accepts_an_answer() -> None:
    driver = checking(1, couple=True)
    view = build_views(driver.room.context(driver.now), [COUPLE_SEAT])[COUPLE_SEAT]
    assert {person: own["acts"] for person, own in view["you"]["run"].items()} == {ELENA: [], FINN: []}
    assert not any("facts" in own for own in view["you"]["run"].values())
    with pytest.raises(Refused, match=r"seat\.is_shared"):
        answer(driver, ELENA, 5)
    assert driver.run.memory["answers"] == {}


def test_a_person_with_a_phone_answers_there() -> None:
    driver = checking(1, couple=True)
    assert driver.staff["ask"] == [ELENA, FINN]
    driver.do(cmd.Attach(ELENAS_PHONE, mic=False, camera=False))
    assert driver.staff["ask"] == [FINN]
    answer(driver, ELENA, 4, via=ELENAS_PHONE)
    assert driver.refused(THERAPIST, "answer_for", person=[ELENA], number=2) == "protocol.own_screen"
    driver.act(THERAPIST, "answer_for", person=[FINN], number=9)
    assert driver.staff["open"] == [FINN]
    assert driver.staff["ask"] == []


def test_staff_cannot_answer_for_people_who_can() -> None:
    driver = checking(1)
    assert driver.refused(THERAPIST, "answer_for", person=[member(1)], number=2) == "protocol.own_screen"
    assert driver.refused(THERAPIST, "answer_for", person=[THERAPIST], number=2) == "protocol.bad_value"


def test_people_who_drop_before_answering_are_listed_for_a_call_and_staff_enter_what_they_say() -> None:
    driver = checking(2)
    driver.do(cmd.Leave(member(2)))
    assert driver.staff["to_call"] == [member(2)]
    driver.act(THERAPIST, "answer_for", person=[member(2)], number=8)
    assert (driver.staff["to_call"], driver.staff["open"]) == ([], [member(2)])
    driver.act(THERAPIST, "acknowledge", person=[member(2)], done="call")
    assert driver.staff["open"] == []


def test_people_who_leave_during_the_words_are_listed_too() -> None:
    driver = started(2)
    driver.act(THERAPIST, "go_on")
    driver.do(cmd.Leave(member(2)))
    driver.release()
    answer(driver, member(1), 1)
    assert driver.staff["to_call"] == [member(2)]
    driver.act(THERAPIST, "finish")
    assert driver.outcome == {"answered": 1, "seen_to": 0, "to_call": 1}


@pytest.mark.parametrize(
    ("number", "call", "red"),
    [(0, False, False), (7, False, False), (8, False, True), (10, False, True), (0, True, True)],
)
def test_which_answers_are_red(number: int, call: bool, red: bool) -> None:
    driver = checking(1)
    answer(driver, member(1), number, call=call)
    assert bool(driver.staff["open"]) == red


def test_the_session_does_not_end_before_red_answers_are_dealt_with() -> None:
    driver = checking(2)
    assert end_refusal(driver.room.context(driver.now)) is None
    answer(driver, member(1), 9)
    assert end_refusal(driver.room.context(driver.now)) == "protocol.open_business"
    for command in (cmd.EndSession(THERAPIST), cmd.AbortProtocol(THERAPIST)):
        with pytest.raises(Refused, match=r"protocol\.open_business"):
            driver.do(command)
    assert "session.end" not in available(driver.room.context(driver.now), THERAPIST)
    answer(driver, member(2), 1)
    assert driver.refused(THERAPIST, "finish") == "protocol.open_business"
    driver.act(THERAPIST, "acknowledge", person=[member(1)], done="stay")
    assert "session.end" in available(driver.room.context(driver.now), THERAPIST)
    driver.do(cmd.EndSession(THERAPIST))
    assert driver.room.state.phase is Phase.ENDED


def test_the_session_does_not_end_while_the_check_is_paused_either() -> None:
    driver = checking(2)
    answer(driver, member(1), 9)
    driver.do(cmd.PauseProtocol(THERAPIST))
    with pytest.raises(Refused, match=r"protocol\.open_business"):
        driver.do(cmd.EndSession(THERAPIST))
    assert driver.room.state.run is None, "F11: the room has its base mode back all the same"


def test_a_member_who_tries_to_end_the_session_learns_only_that_it_is_not_theirs_to_end() -> None:
    driver = checking(2)
    answer(driver, member(1), 9)
    with pytest.raises(Refused, match=r"role\.forbidden"):
        driver.do(cmd.EndSession(member(2)))
    assert driver.room.state.phase is Phase.LIVE


def test_another_red_answer_has_to_be_dealt_with_separately() -> None:
    driver = checking(2)
    answer(driver, member(1), 9)
    driver.act(THERAPIST, "acknowledge", person=[member(1)], done="note")
    answer(driver, member(1), 9)
    assert driver.staff["open"] == [], "it is the same answer"
    answer(driver, member(1), 10)
    assert driver.staff["open"] == [member(1)]


def test_only_red_answers_are_acknowledged() -> None:
    driver = checking(2)
    answer(driver, member(1), 2)
    for person in (member(1), member(2)):
        refused = driver.refused(THERAPIST, "acknowledge", person=[person], done="note")
        assert refused == "protocol.nothing_open"


def test_staff_see_who_has_not_answered_and_answers_are_still_accepted_later() -> None:
    driver = checking(2)
    driver.act(THERAPIST, "to_review")
    assert driver.staff["unanswered"] == [member(1), member(2)]
    answer(driver, member(2), 6)
    assert (driver.step, driver.staff["unanswered"]) == ("review", [member(1)])


def test_staff_may_ask_when_nobody_is_left() -> None:
    driver = checking(1)
    driver.do(cmd.Leave(member(1)))
    assert (driver.step, driver.staff["to_call"]) == ("review", [member(1)])


@pytest.mark.parametrize(
    ("by", "action", "values", "code"),
    [
        (member(1), "answer", {"number": 11}, "protocol.bad_value"),
        (member(1), "answer", {}, "protocol.bad_value"),
        (member(1), "answer", {"number": 1, "call": 1}, "protocol.bad_value"),
        (member(1), "answer_for", {"person": [member(2)], "number": 1}, "protocol.not_yours"),
        (member(1), "acknowledge", {"person": [member(2)], "done": "note"}, "protocol.not_yours"),
        (member(1), "to_review", {}, "protocol.not_yours"),
        (THERAPIST, "answer", {"number": 1}, "protocol.not_yours"),
        (THERAPIST, "go_on", {}, "protocol.no_action"),
        (THERAPIST, "finish", {}, "protocol.no_action"),
        (THERAPIST, "acknowledge", {"person": [member(2)], "done": "sleep"}, "protocol.bad_value"),
    ],
)
def test_actions_at_the_wrong_time_or_by_others_are_refused(
    by: PersonId, action: str, values: dict[str, Any], code: str
) -> None:
    assert checking(2).refused(by, action, **values) == code


def test_a_restart_keeps_the_answers() -> None:
    driver = checking(2)
    answer(driver, member(1), 9)
    driver.check_replay()
    driver.log += driver.room.on_restart(driver.now + 5)
    driver.back(THERAPIST)
    assert driver.staff["open"] == [member(1)]


@settings(max_examples=examples(40), deadline=None, phases=WITHOUT_EXPLAINING)
@given(data=st.data(), commitments=st.booleans(), parts=st.integers(0, 3))
def test_whatever_people_do_it_goes_on_and_no_number_leaks(
    data: st.DataObject, commitments: bool, parts: int
) -> None:
    driver = started(3, couple=True, commitments=commitments)
    for _ in range(parts):
        if driver.step != "exit_check":
            driver.act(THERAPIST, "go_on")
    crowd = Crowd(driver, data.draw)
    for _ in range(4):
        crowd.moves(10)
        if not driver.room.state.runs:
            break
        views = build_views(driver.room.context(driver.now), [seat(1), COUPLE_SEAT, ELENAS_PHONE])
        assert '"answers"' not in json.dumps(views)
        assert '"call"' not in json.dumps(views)
    driver.check_replay()


def test_each_red_answer_offers_what_can_be_done_with_one_tap() -> None:
    driver = checking(2)
    answer(driver, member(1), 9)
    views = build_views(driver.room.context(driver.now), [STAFF_SEAT])
    (ask,) = (one for one in views[STAFF_SEAT]["leading"]["asks"] if one["code"] == "red")
    deeds = {deed["word"]: deed for deed in ask["deeds"]}
    assert list(deeds) == ["crisis_break", "private_talk", "stay", "call", "note"]
    crisis = deeds["crisis_break"]
    assert (crisis["protocol"], crisis["options"]) == ("crisis_break", {"person": [member(1)]})
    assert deeds["private_talk"]["aside"] == member(1)
    driver.act(THERAPIST, "acknowledge", **crisis["values"])
    driver.do(cmd.StartProtocol(THERAPIST, "crisis_break", driver.seq, crisis["options"]))
    memory = driver.room.state.runs[-1].memory
    assert (memory["concerned"], memory["concerned_here"]) == (member(1), True)


def test_nobody_is_taken_to_a_private_room_with_their_partner() -> None:
    driver = checking(1, couple=True)
    answer_for = {"person": [ELENA], "number": 9, "call": False}
    driver.act(THERAPIST, "answer_for", **answer_for)
    views = build_views(driver.room.context(driver.now), [STAFF_SEAT])
    (ask,) = (one for one in views[STAFF_SEAT]["leading"]["asks"] if one["code"] == "red")
    assert [deed.get("aside") for deed in ask["deeds"]] == [None] * 5
