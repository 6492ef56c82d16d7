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
    RunDriver,
    check_gates,
    check_views,
    everybody,
    moves,
    run_driver,
    walk,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, CHLOE, THERAPIST
from tests.support.thorough import examples


def discussion(grants: GrantRule = GrantRule.BY_FACILITATOR, **options: object) -> RunDriver:
    driver = run_driver()
    driver.mode(FloorMode.QUEUE, grants=grants)
    driver.start("guided_discussion", **{"deck": "trust"} | options)
    return driver


def place(driver: RunDriver) -> tuple[str, int, int]:
    at = driver.facts()["place"]
    return driver.run.step, at["topic"], at["question"]


def test_next_goes_through_all_topics_to_the_closing() -> None:
    driver = discussion()
    seen = [place(driver)]
    while driver.run.step == "question":
        driver.act(THERAPIST, "next_question")
        seen.append(place(driver))
    topics = [(topic, question) for topic, of in enumerate(LIBRARY.decks["trust"]) for question in range(of)]
    assert seen == [*(("question", *at) for at in topics), ("closing", 2, 2)]
    driver.act(THERAPIST, "finish")
    assert driver.room.state.runs == []


def test_back_retraces_the_way_and_stops_at_the_beginning() -> None:
    driver = discussion()
    driver.act(THERAPIST, "close")
    driver.act(THERAPIST, "go_to", topic=1)
    driver.act(THERAPIST, "previous_question")
    assert place(driver) == ("question", 0, 1)
    driver.act(THERAPIST, "previous_question")
    assert driver.refused(THERAPIST, "previous_question") == "protocol.at_start"
    driver.act(THERAPIST, "close")
    driver.act(THERAPIST, "previous_question")
    assert place(driver) == ("question", 0, 0)


def test_facts_show_the_position_in_the_deck() -> None:
    driver = discussion(topic=2)
    assert driver.facts() == {
        "place": {"deck": "trust", "topic": 2, "question": 0},
        "topics": 3,
        "of": 3,
    }


def test_a_topic_can_be_skipped() -> None:
    driver = discussion()
    driver.act(THERAPIST, "next_topic")
    assert place(driver) == ("question", 1, 0)


@pytest.mark.parametrize("options", [{"deck": ""}, {"deck": "none_such"}, {"topic": 3}, {"topic": -1}])
def test_a_deck_is_required_and_the_topic_must_be_in_it(options: dict[str, object]) -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        discussion(**options)


@pytest.mark.parametrize("to", [{"topic": 3}, {"topic": 1, "question": 1}, {"question": 0}])
def test_nothing_outside_the_deck_can_be_opened(to: dict[str, int]) -> None:
    driver = discussion()
    assert driver.refused(THERAPIST, "go_to", **to) == "protocol.bad_value"
    assert place(driver) == ("question", 0, 0)


def test_only_facilitators_move_between_questions() -> None:
    assert discussion().refused(ANA, "next_question") == "protocol.not_yours"


def test_another_question_does_not_interrupt_the_speaker() -> None:
    driver = discussion()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.act(THERAPIST, "next_question")
    assert driver.holder == ANA


def test_the_facilitator_calls_hands_in_turn() -> None:
    driver = discussion()
    for person in (BEN, ANA):
        driver.do(cmd.RequestFloor(person, driver.seq))
    driver.do(cmd.NextSpeaker(THERAPIST, driver.seq))
    assert driver.holder == BEN
    driver.do(cmd.NextSpeaker(THERAPIST, driver.seq))
    assert driver.holder == ANA


def test_hands_follow_automatically_where_the_grant_rule_says_so() -> None:
    driver = discussion(GrantRule.WHEN_FREE)
    for person in (CHLOE, ANA):
        driver.do(cmd.RequestFloor(person, driver.seq))
    assert driver.holder == CHLOE
    driver.release()
    assert driver.holder == ANA


def test_a_holder_who_does_not_return_goes_to_the_end_of_the_line() -> None:
    driver = discussion()
    driver.do(cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    driver.do(cmd.RequestFloor(BEN, driver.seq))
    driver.do(cmd.Detach(ANA_SEAT))
    driver.wait(60)
    assert (driver.holder, driver.room.state.floor.queue) == (None, [BEN, ANA])


def test_a_run_whose_deck_is_no_longer_in_the_library_can_still_be_closed() -> None:
    driver = discussion()
    driver.room.library = type(LIBRARY)()
    assert driver.facts()["of"] == 0
    driver.act(THERAPIST, "next_question")
    assert driver.run.step == "closing"


@settings(max_examples=examples(30), deadline=None)
@given(moves(), st.sampled_from(GrantRule))
def test_whatever_people_do_the_position_is_in_the_deck(plan: list[Move], grants: GrantRule) -> None:
    gates = check_gates("guided_discussion", {"question": everybody, "closing": everybody})
    private = check_views(())

    def check(driver: RunDriver) -> None:
        gates(driver)
        private(driver)
        run = driver.room.state.run
        if run and run.protocol == "guided_discussion":
            assert run.memory["question"] < LIBRARY.decks["trust"][run.memory["topic"]]
            assert (run.mode, run.mic_policy) == (FloorMode.QUEUE, MicPolicy.SOFT)

    walk(discussion(grants), plan, check)
