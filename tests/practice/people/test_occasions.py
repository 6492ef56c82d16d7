"""What people say fits the part they have."""

from typing import Any

import pytest

from practice.people.moment import Moment, Situation
from practice.people.occasions import choose_occasion

ALL = {
    name: [1.0]
    for name in ("share", "short", "feeling", "reflect", "say_back", "disagree", "soften", "thanks")
}
MINE = "pt_ana"


def _moment(situation: Situation = Situation.CALLED) -> Moment:
    return Moment(MINE, situation, frozenset(), (), None, "", (), ())


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ({}, "share"),
        ({"step": "paraphrase", "roles": {"listener": [MINE]}}, "say_back"),
        ({"step": "offer_validation", "roles": {"listener": [MINE]}}, "soften"),
        ({"step": "speaker_chunk", "roles": {"speaker": [MINE]}}, "disagree"),
        ({"step": "giving", "roles": {"giver": [MINE]}}, "thanks"),
        ({"step": "turns", "roles": {}, "facts": {"kind": "check_in"}}, "feeling"),
        ({"step": "question", "roles": {"keeper": ["pt_rivera"]}, "facts": {}}, "share"),
    ],
)
def test_the_part_in_a_run_decides_what_is_said(run: dict[str, Any], said: str) -> None:
    assert choose_occasion({"run": run}, _moment(), ALL) == said


def test_between_turns_people_say_little() -> None:
    assert choose_occasion({}, _moment(Situation.OPEN), ALL) == "short"


def test_whoever_has_no_such_sentence_says_another() -> None:
    run = {"step": "paraphrase", "roles": {"listener": [MINE]}}
    assert choose_occasion({"run": run}, _moment(), {"share": [1.0], "reflect": [1.0]}) == "reflect"
    assert choose_occasion({"run": run}, _moment(), {"feeling": [1.0]}) == "feeling"
