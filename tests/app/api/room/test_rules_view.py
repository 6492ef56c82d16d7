"""The rules as clients get them."""

import json

from app.api.room.rules_view import rules_view
from rooms.rules.protocols.catalog import CATALOG


def test_a_go_round_tells_its_options_and_actions() -> None:
    view = rules_view(CATALOG["go_round"])
    assert view["options"]["kind"] == {
        "type": "choice",
        "values": ["number", "word", "comment", "check_in"],
        "default": "comment",
    }
    assert view["options"]["people"] == {"type": "people", "least": 0, "most": 24, "anywhere": False}
    assert view["acts"]["shorten"] == {
        "who": ["facilitator"],
        "takes": {"limit_s": {"type": "number", "low": 5, "high": 600}},
        "private": False,
        "closes": False,
    }
    assert view["facts"]["heard"] == {"kind": "progress", "said": True}
    assert (view["emergency"], view["call_button"], view["private_steps"]) == (False, False, [])
    assert view["started_by"] == "facilitator"


def test_every_protocol_is_json() -> None:
    for rules in CATALOG.values():
        assert json.loads(json.dumps(rules_view(rules)))["steps"] == list(rules.steps)
