"""The types of what is shown as JSON Schema: strict, and each field with its meaning."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.schema.view import View
from rooms.views.build import build_views
from signaling.definitions import build_definitions, strictly
from tests.support.rooms.setups import ANA, STAFF_SEAT, THERAPIST, full_room


def led_view() -> dict[str, Any]:
    """The view of somebody who leads while a turn and a run are under way."""
    driver = full_room()
    driver.do(cmd.StartProtocol(THERAPIST, "go_round", driver.seq, {"limit_s": 20}))
    driver.do(cmd.ActInProtocol(THERAPIST, STAFF_SEAT, "begin", driver.seq, {}))
    return build_views(driver.room.context(driver.now), [STAFF_SEAT])[STAFF_SEAT]


VIEW = led_view()


def check(view: dict[str, Any]) -> None:
    """Validate a view as it goes over the wire."""
    strictly(View).validate_json(json.dumps([view]))


def test_a_view_that_the_room_builds_fits() -> None:
    assert {"holder", "queue"} <= VIEW["floor"].keys()
    check(VIEW)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda view: view.update(surprise=1), id="an unknown key"),
        pytest.param(lambda view: view["seats"][STAFF_SEAT].update(surprise=1), id="an unknown field within"),
        pytest.param(lambda view: view["floor"].update(mode="loud"), id="a word that there is not"),
        pytest.param(lambda view: view["floor"]["holder"].update(phase="wrap_up"), id="a word not told here"),
        pytest.param(lambda view: view["floor"].update(point=None), id="a null"),
        pytest.param(lambda view: view.update(run=None), id="a null for a section"),
        pytest.param(lambda view: view["floor"].update(seq="7"), id="a number as text"),
        pytest.param(lambda view: view["floor"].update(seq=True), id="a flag for a number"),
        pytest.param(lambda view: view["you"].pop("leads"), id="a field missing"),
    ],
)
def test_what_is_not_in_the_definition_fails(spoil: Callable[[dict[str, Any]], object]) -> None:
    view = deepcopy(VIEW)
    spoil(view)
    with pytest.raises(ValidationError):
        check(view)


def test_words_stand_in_a_view_as_plain_strings() -> None:
    assert type(VIEW["floor"]["mode"]) is str
    assert VIEW["people"][ANA]["role"] == "member"


def test_every_field_says_what_it_means() -> None:
    for name, schema in build_definitions().items():
        for field, described in schema.get("properties", {}).items():
            assert described["description"].endswith((".", ")", ").")), f"{name}.{field}"
    assert build_definitions()["ChatMessage"]["properties"]["from"]["description"] == "Who wrote it."


def test_the_words_are_those_of_the_model() -> None:
    assert build_definitions()["FloorMode"]["enum"] == [mode.value for mode in FloorMode]
