"""The closing round against docs/domain.md, Protocols, and that the session does not end over a red answer."""

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
    stage = circle(members, couple=couple)
    stage.start("closing_round", **options)
    return stage


def checking(members: int = 3, *, couple: bool = False) -> Circle:
    """The exit check is open."""
    stage = started(members, couple=couple)
    stage.act(THERAPIST, "go_on")
    stage.wait(5)
    stage.act(THERAPIST, "go_on")
    stage.release()
    assert stage.step == "exit_check"
    return stage


def answer(
    stage: Circle, person: PersonId, number: int, *, call: bool = False, via: SeatId | None = None
) -> None:
    via = via or stage.room.state.people[person].seat
    stage.do(cmd.ActInProtocol(person, via, "answer", stage.seq, {"number": number, "call": call}))


def test_it_goes_from_the_announcement_to_the_end() -> None:
    stage = started(2, commitments=True)
    assert stage.step == "announce"
    stage.act(THERAPIST, "go_on")
    assert stage.speakers(2) == [member(1), member(2)]
    assert stage.step == "commitments"
    turn = stage.room.state.floor.holder
    assert turn is not None
    assert turn.limit_s == 45
    assert stage.speakers(2) == [member(1), member(2)]
    assert stage.step == "exit_check"
    answer(stage, member(1), 3)
    answer(stage, member(2), 0)
    assert stage.step == "review"
    stage.act(THERAPIST, "finish")
    assert stage.outcome == {"answered": 2, "seen_to": 0, "to_call": 0}


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
def test_the_words_shrink_with_the_time_that_is_left(
    minutes: int, commitments: bool, word_s: int, one_word: bool
) -> None:
    stage = started(5, minutes=minutes, commitments=commitments)
    stage.act(THERAPIST, "go_on")
    assert (stage.public["limit_s"], stage.public["one_word"]) == (word_s, one_word)


def test_staff_see_how_long_it_takes() -> None:
    assert started(6).staff["needs_s"] == 6 * 20 + 120


def test_who_passes_the_word_is_offered_it_once_more() -> None:
    stage = started(2)
    stage.act(THERAPIST, "go_on")
    stage.do(cmd.PassTurn(member(1), stage.seq))
    assert stage.speakers(2) == [member(2), member(1)]
    assert stage.step == "exit_check"


def test_who_is_reconnecting_is_not_waited_for() -> None:
    stage = started(2)
    stage.act(THERAPIST, "go_on")
    stage.drop(member(2))
    stage.release()
    assert stage.step == "exit_check"


def test_without_time_the_exit_check_comes_at_once_and_interrupts_nobody() -> None:
    stage = started(3, commitments=True)
    for _ in range(3):
        stage.act(THERAPIST, "go_on")
        stage.wait(5)
    assert (stage.step, stage.holder) == ("exit_check", member(1))


def test_a_word_that_was_only_announced_is_not_begun_in_the_exit_check() -> None:
    stage = started(3)
    stage.act(THERAPIST, "go_on")
    turn = stage.room.state.floor.holder
    assert turn is not None
    turn.phase = TurnPhase.ANNOUNCED
    stage.act(THERAPIST, "go_on")
    assert (stage.step, stage.holder) == ("exit_check", None)


def test_only_staff_know_the_numbers() -> None:
    stage = checking(2)
    places = [STAFF_SEAT, seat(1), seat(2)]
    before = build_views(stage.room.context(stage.now), places)
    answer(stage, member(1), 7, call=True)
    after = build_views(stage.room.context(stage.now), places)
    assert after[STAFF_SEAT]["leading"]["run"]["answers"] == {
        member(1): {"number": 7, "call": True, "red": True}
    }
    before[seat(2)]["floor"]["seq"] = after[seat(2)]["floor"]["seq"]
    assert after[seat(2)] == before[seat(2)], "nobody else learns even that she has answered"
    assert after[seat(1)]["you"]["run"][member(1)]["facts"] == {"answered": True}
    assert '"number"' not in json.dumps(after[seat(1)]["you"])


def test_on_a_shared_screen_nothing_is_asked_and_nothing_taken() -> None:
    stage = checking(1, couple=True)
    view = build_views(stage.room.context(stage.now), [COUPLE_SEAT])[COUPLE_SEAT]
    assert {person: own["acts"] for person, own in view["you"]["run"].items()} == {ELENA: [], FINN: []}
    assert not any("facts" in own for own in view["you"]["run"].values())
    with pytest.raises(Refused, match=r"seat\.is_shared"):
        answer(stage, ELENA, 5)
    assert stage.run.memory["answers"] == {}


def test_who_has_a_phone_answers_there() -> None:
    stage = checking(1, couple=True)
    assert stage.staff["ask"] == [ELENA, FINN]
    stage.do(cmd.Attach(ELENAS_PHONE, mic=False, camera=False))
    assert stage.staff["ask"] == [FINN]
    answer(stage, ELENA, 4, via=ELENAS_PHONE)
    assert stage.refused(THERAPIST, "answer_for", person=[ELENA], number=2) == "protocol.own_screen"
    stage.act(THERAPIST, "answer_for", person=[FINN], number=9)
    assert stage.staff["open"] == [FINN]
    assert stage.staff["ask"] == []


def test_staff_do_not_answer_for_who_can() -> None:
    stage = checking(1)
    assert stage.refused(THERAPIST, "answer_for", person=[member(1)], number=2) == "protocol.own_screen"
    assert stage.refused(THERAPIST, "answer_for", person=[THERAPIST], number=2) == "protocol.bad_value"


def test_who_drops_before_answering_is_listed_for_a_call_and_what_they_say_is_written_down() -> None:
    stage = checking(2)
    stage.do(cmd.Leave(member(2)))
    assert stage.staff["to_call"] == [member(2)]
    stage.act(THERAPIST, "answer_for", person=[member(2)], number=8)
    assert (stage.staff["to_call"], stage.staff["open"]) == ([], [member(2)])
    stage.act(THERAPIST, "acknowledge", person=[member(2)], done="call")
    assert stage.staff["open"] == []


def test_who_leaves_during_the_words_is_listed_too() -> None:
    stage = started(2)
    stage.act(THERAPIST, "go_on")
    stage.do(cmd.Leave(member(2)))
    stage.release()
    answer(stage, member(1), 1)
    assert stage.staff["to_call"] == [member(2)]
    stage.act(THERAPIST, "finish")
    assert stage.outcome == {"answered": 1, "seen_to": 0, "to_call": 1}


@pytest.mark.parametrize(
    ("number", "call", "red"),
    [(0, False, False), (7, False, False), (8, False, True), (10, False, True), (0, True, True)],
)
def test_what_is_red(number: int, call: bool, red: bool) -> None:
    stage = checking(1)
    answer(stage, member(1), number, call=call)
    assert bool(stage.staff["open"]) == red


def test_the_session_does_not_end_over_a_red_answer() -> None:
    stage = checking(2)
    assert end_refusal(stage.room.context(stage.now)) is None
    answer(stage, member(1), 9)
    assert end_refusal(stage.room.context(stage.now)) == "protocol.open_business"
    for command in (cmd.EndSession(THERAPIST), cmd.AbortProtocol(THERAPIST)):
        with pytest.raises(Refused, match=r"protocol\.open_business"):
            stage.do(command)
    assert "session.end" not in available(stage.room.context(stage.now), THERAPIST)
    answer(stage, member(2), 1)
    assert stage.refused(THERAPIST, "finish") == "protocol.open_business"
    stage.act(THERAPIST, "acknowledge", person=[member(1)], done="stay")
    assert "session.end" in available(stage.room.context(stage.now), THERAPIST)
    stage.do(cmd.EndSession(THERAPIST))
    assert stage.room.state.phase is Phase.ENDED


def test_nor_while_the_check_stands_still() -> None:
    stage = checking(2)
    answer(stage, member(1), 9)
    stage.do(cmd.PauseProtocol(THERAPIST))
    with pytest.raises(Refused, match=r"protocol\.open_business"):
        stage.do(cmd.EndSession(THERAPIST))
    assert stage.room.state.run is None, "F11: the room has its base mode back all the same"


def test_a_member_who_ends_the_session_is_told_only_that_it_is_not_theirs() -> None:
    stage = checking(2)
    answer(stage, member(1), 9)
    with pytest.raises(Refused, match=r"role\.forbidden"):
        stage.do(cmd.EndSession(member(2)))
    assert stage.room.state.phase is Phase.LIVE


def test_another_red_answer_is_seen_to_anew() -> None:
    stage = checking(2)
    answer(stage, member(1), 9)
    stage.act(THERAPIST, "acknowledge", person=[member(1)], done="note")
    answer(stage, member(1), 9)
    assert stage.staff["open"] == [], "it is the same answer"
    answer(stage, member(1), 10)
    assert stage.staff["open"] == [member(1)]


def test_only_red_answers_are_acknowledged() -> None:
    stage = checking(2)
    answer(stage, member(1), 2)
    for person in (member(1), member(2)):
        refused = stage.refused(THERAPIST, "acknowledge", person=[person], done="note")
        assert refused == "protocol.nothing_open"


def test_who_does_not_answer_is_shown_to_staff_and_may_still_answer_later() -> None:
    stage = checking(2)
    stage.act(THERAPIST, "to_review")
    assert stage.staff["unanswered"] == [member(1), member(2)]
    answer(stage, member(2), 6)
    assert (stage.step, stage.staff["unanswered"]) == ("review", [member(1)])


def test_staff_may_ask_while_nobody_is_left() -> None:
    stage = checking(1)
    stage.do(cmd.Leave(member(1)))
    assert (stage.step, stage.staff["to_call"]) == ("review", [member(1)])


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
def test_what_is_not_theirs_or_not_now_is_refused(
    by: PersonId, action: str, values: dict[str, Any], code: str
) -> None:
    assert checking(2).refused(by, action, **values) == code


def test_a_restart_keeps_the_answers() -> None:
    stage = checking(2)
    answer(stage, member(1), 9)
    stage.check_replay()
    stage.log += stage.room.on_restart(stage.now + 5)
    stage.back(THERAPIST)
    assert stage.staff["open"] == [member(1)]


@settings(max_examples=examples(40), deadline=None, phases=WITHOUT_EXPLAINING)
@given(data=st.data(), commitments=st.booleans(), parts=st.integers(0, 3))
def test_whatever_people_do_it_goes_on_and_no_number_gets_out(
    data: st.DataObject, commitments: bool, parts: int
) -> None:
    stage = started(3, couple=True, commitments=commitments)
    for _ in range(parts):
        if stage.step != "exit_check":
            stage.act(THERAPIST, "go_on")
    crowd = Crowd(stage, data.draw)
    for _ in range(4):
        crowd.moves(10)
        if not stage.room.state.runs:
            break
        views = build_views(stage.room.context(stage.now), [seat(1), COUPLE_SEAT, ELENAS_PHONE])
        assert '"answers"' not in json.dumps(views)
        assert '"call"' not in json.dumps(views)
    stage.check_replay()
