"""Arguments of a start or an action are validated strictly."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.model.errors import Refused
from rooms.model.library import LibraryIndex
from rooms.rules.protocols.declaration import Choice, Flag, Known, Number, People, Value
from rooms.rules.protocols.values import read_values
from tests.support.rooms.events import any_json
from tests.support.rooms.setups import ANA, BEN, ELENA, RoomDriver, full_room

LEDGER = full_room().room.context(0)
LEDGER.library = LibraryIndex(decks={"trust": (5,)})
WANTED: dict[str, Value] = {
    "n": Number(1, 5, 2),
    "c": Choice(("a", "b"), "a"),
    "f": Flag(True),
    "p": People(0, 2),
    "k": Known("deck"),
}


def test_omitted_values_take_their_defaults() -> None:
    assert read_values(LEDGER, WANTED, {}) == {"n": 2, "c": "a", "f": True, "p": [], "k": ""}


def test_given_values_are_kept() -> None:
    given_ = {"n": 5, "c": "b", "f": False, "p": [BEN, ELENA], "k": "trust"}
    assert read_values(LEDGER, WANTED, given_) == given_


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", 0),
        ("n", 6),
        ("n", True),
        ("n", "2"),
        ("n", 2.0),
        ("c", "c"),
        ("c", ["a"]),
        ("f", 1),
        ("p", [ANA, ANA]),
        ("p", [ANA, BEN, ELENA]),
        ("p", ["pt_rivera"]),
        ("p", ANA),
        ("p", [1]),
        ("k", "nothing"),
        ("k", 3),
        ("x", 1),
    ],
)
def test_anything_else_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value") as refused:
        read_values(LEDGER, WANTED, {name: value})
    assert refused.value.reason == name


@pytest.mark.parametrize("wanted", [Number(1, 5), Choice(("a",)), People(1, 1)])
def test_a_value_without_a_default_is_required(wanted: Value) -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        read_values(LEDGER, {"it": wanted}, {})


def test_people_who_are_not_here_cannot_be_chosen() -> None:
    with pytest.raises(Refused, match=r"protocol\.bad_value"):
        read_values(RoomDriver().room.context(0), WANTED, {"p": [ANA]})


@given(values=st.dictionaries(st.sampled_from([*WANTED, "other"]), any_json, max_size=4))
def test_any_json_is_accepted_or_refused(values: dict[str, Any]) -> None:
    reason = None
    try:
        read = read_values(LEDGER, WANTED, values)
    except Refused as refused:
        reason = refused.reason
    assert reason in values if reason is not None else set(read) == set(WANTED)
