"""A guided discussion: through the questions of a deck, with hands as in the room's own queue."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy
from tests.support.protocols.runs import (
    LIBRARY,
    Move,
    RunStage,
    check_gates,
    check_views,
    everybody,
    moves,
    run_stage,
    walk,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, CHLOE, THERAPIST
from tests.support.thorough import examples


def discussion(grants: GrantRule = GrantRule.BY_FACILITATOR, **options: object) -> RunStage:
    stage = run_stage()
    stage.mode(FloorMode.QUEUE, grants=grants)
    stage.start("guided_discussion", **{"deck": "trust"} | options)
    return stage


def place(stage: RunStage) -> tuple[str, int, int]:
    at = stage.facts()["place"]
    return stage.run.step, at["topic"], at["question"]


def test_next_goes_through_all_topics_to_the_closing() -> None:
    stage = discussion()
    seen = [place(stage)]
    while stage.run.step == "question":
        stage.act(THERAPIST, "next_question")
        seen.append(place(stage))
    topics = [(topic, question) for topic, of in enumerate(LIBRARY.decks["trust"]) for question in range(of)]
    assert seen == [*(("question", *at) for at in topics), ("closing", 2, 2)]
    stage.act(THERAPIST, "finish")
    assert stage.room.state.runs == []


def test_back_goes_the_same_way_and_stops_at_the_beginning() -> None:
    stage = discussion()
    stage.act(THERAPIST, "close")
    stage.act(THERAPIST, "go_to", topic=1)
    stage.act(THERAPIST, "previous_question")
    assert place(stage) == ("question", 0, 1)
    stage.act(THERAPIST, "previous_question")
    assert stage.refused(THERAPIST, "previous_question") == "protocol.at_start"
    stage.act(THERAPIST, "close")
    stage.act(THERAPIST, "previous_question")
    assert place(stage) == ("question", 0, 0)


def test_facts_tell_the_place_in_the_deck() -> None:
    stage = discussion(topic=2)
    assert stage.facts() == {
        "place": {"deck": "trust", "topic": 2, "question": 0},
        "topics": 3,
        "of": 3,
    }


def test_a_topic_can_be_left_out() -> None:
    stage = discussion()
    stage.act(THERAPIST, "next_topic")
    assert place(stage) == ("question", 1, 0)


@pytest.mark.parametrize("options", [{"deck": ""}, {"deck": "none_such"}, {"topic": 3}, {"topic": -1}])
def test_a_deck_is_needed_and_the_topic_must_be_in_it(options: dict[str, object]) -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        discussion(**options)


@pytest.mark.parametrize("to", [{"topic": 3}, {"topic": 1, "question": 1}, {"question": 0}])
def test_nothing_beyond_the_deck_can_be_opened(to: dict[str, int]) -> None:
    stage = discussion()
    assert stage.refused(THERAPIST, "go_to", **to) == "protocol.bad_value"
    assert place(stage) == ("question", 0, 0)


def test_only_facilitators_turn_the_page() -> None:
    assert discussion().refused(ANA, "next_question") == "protocol.not_yours"


def test_another_question_does_not_interrupt_who_is_speaking() -> None:
    stage = discussion()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.act(THERAPIST, "next_question")
    assert stage.holder == ANA


def test_hands_are_called_in_turn_by_the_facilitator() -> None:
    stage = discussion()
    for person in (BEN, ANA):
        stage.do(cmd.RequestFloor(person, stage.seq))
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert stage.holder == BEN
    stage.do(cmd.NextSpeaker(THERAPIST, stage.seq))
    assert stage.holder == ANA


def test_hands_follow_by_themselves_where_the_room_is_like_that() -> None:
    stage = discussion(GrantRule.WHEN_FREE)
    for person in (CHLOE, ANA):
        stage.do(cmd.RequestFloor(person, stage.seq))
    assert stage.holder == CHLOE
    stage.release()
    assert stage.holder == ANA


def test_who_does_not_come_back_is_put_at_the_end_of_the_line() -> None:
    stage = discussion()
    stage.do(cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    stage.do(cmd.RequestFloor(BEN, stage.seq))
    stage.do(cmd.Detach(ANA_SEAT))
    stage.wait(60)
    assert (stage.holder, stage.room.state.floor.queue) == (None, [BEN, ANA])


def test_a_deck_that_the_library_lost_can_still_be_closed() -> None:
    stage = discussion()
    stage.room.library = type(LIBRARY)()
    assert stage.facts()["of"] == 0
    stage.act(THERAPIST, "next_question")
    assert stage.run.step == "closing"


@settings(max_examples=examples(30), deadline=None)
@given(moves(), st.sampled_from(GrantRule))
def test_whatever_people_do_the_place_is_in_the_deck(plan: list[Move], grants: GrantRule) -> None:
    gates = check_gates("guided_discussion", {"question": everybody, "closing": everybody})
    private = check_views(())

    def check(stage: RunStage) -> None:
        gates(stage)
        private(stage)
        run = stage.room.state.run
        if run and run.protocol == "guided_discussion":
            assert run.memory["question"] < LIBRARY.decks["trust"][run.memory["topic"]]
            assert (run.mode, run.mic_policy) == (FloorMode.QUEUE, MicPolicy.SOFT)

    walk(discussion(grants), plan, check)
