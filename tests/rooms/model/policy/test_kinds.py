"""The matrix matches docs/rooms.md, and whatever a clinic requests is a valid policy or refused by name."""

import re
from dataclasses import fields
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rooms.model.errors import PolicyError
from rooms.model.policy.kinds import MATRIX, policy_for
from rooms.model.policy.limits import LIMITS, Limit, Range
from rooms.model.policy.policy import RoomKind, RoomPolicy

PAGE = Path(__file__).parents[4] / "docs" / "rooms.md"
FIELDS = [field.name for field in fields(RoomPolicy) if field.name != "kind"]

# The table of docs/rooms.md, row by row.
TABLE = {
    "kind": "group multi_couple couples individual psychoeducation medical_visit alumni",
    "max_people": "12 12 2 1 20 1 20",
    "max_seats": "15 15 4 3 24 3 24",
    "facilitator": "licensed couples_therapist couples_therapist assigned licensed_or_educator prescriber host",
    "admission": "each each together each batch each batch",
    "join_early_s": "900 900 900 900 900 900 900",
    "late_after_s": "600 600 900 900 1200 600 None",
    "lock_after_s": "900 900 None None None None None",
    "camera": "required required required preferred preferred required free",
    "chat": "windows off off on on off on",
    "direct": "staff staff staff_companion on staff on off",
    "screen": "staff staff staff everyone staff staff host",
    "floor_mode": "queue queue open open staff_only open open",
    "mic_policy": "soft soft soft soft soft soft soft",
    "names": "display display legal_or_display display display legal pseudonym",
    "location_each_session": "True True True True True True False",
    "observers": "consent_of_all consent_of_all consent_of_all consent_of_all notice consent_of_all never",
    "partners": "separate allow allow separate allow allow separate",
}


@pytest.mark.parametrize("name", TABLE)
def test_the_defaults_match_the_table(name: str) -> None:
    values = [getattr(MATRIX[kind], name) for kind in RoomKind]
    shown = [f"{value:g}" if type(value) is float else str(value) for value in values]
    assert " ".join(shown) == TABLE[name]


def test_a_policy_without_a_kind_is_for_a_group() -> None:
    assert MATRIX[RoomKind.GROUP] == RoomPolicy()


def test_a_clinic_chooses_within_its_limits() -> None:
    policy = policy_for("group", {"chat": "off", "max_people": 8, "turn_s": 120, "late_after_s": None})
    assert (policy.chat, policy.max_people, policy.turn_s, policy.late_after_s) == ("off", 8, 120.0, None)
    assert policy_for(RoomKind.ALUMNI, {}) == MATRIX[RoomKind.ALUMNI]


@pytest.mark.parametrize(
    ("kind", "field", "value", "reason"),
    [
        ("group", "max_people", 13, "must be 2 to 12"),
        ("couples", "location_each_session", False, "must be true"),
        ("couples", "chat", "on", "must be off or windows"),
        ("group", "held_after_s", 5, "must be 10 to 60"),
        ("group", "suspended_after_s", "300", "must be a number"),
        ("group", "recording", True, "does not exist"),
        ("group", "kind", "alumni", "is not a clinic's to choose"),
        ("webinar", "kind", None, "must be one of the kinds of rooms"),
        ("group", "lock_after_s", 60, "must not be before late_after_s"),
    ],
)
def test_a_choice_outside_the_limits_is_refused_by_name(
    kind: str, field: str, value: object, reason: str
) -> None:
    with pytest.raises(PolicyError) as refused:
        policy_for(kind, {field: value})
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_no_room_can_be_recorded() -> None:
    assert not [name for name in FIELDS if "record" in name]


ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.lists(st.integers())


def likely(name: str, kind: RoomKind) -> st.SearchStrategy[object]:
    """Values that a clinic might try for a field."""
    limit = LIMITS[kind].get(name)
    if limit is None:
        return ODD
    if not isinstance(limit, Range):
        return st.sampled_from(limit.options).map(lambda o: o.value if isinstance(o, Enum) else o)
    low, high = int(limit.low), int(limit.high)
    return st.integers(low - 1, high + 1) if limit.whole else st.floats(low - 1, high + 1)


@st.composite
def requests(draw: st.DrawFn) -> tuple[RoomKind, dict[str, object]]:
    """A kind and a clinic's overrides, mostly sensible."""
    kind = draw(st.sampled_from(RoomKind))
    names = draw(st.lists(st.sampled_from([*FIELDS, "kind", "recording"]), unique=True, max_size=8))
    odd = draw(st.sampled_from([None, None, None, *names]))
    return kind, {name: draw(ODD if name == odd else likely(name, kind)) for name in names}


def answer(kind: RoomKind, overrides: dict[str, object]) -> RoomPolicy | PolicyError:
    """The policy, or the refusal."""
    try:
        return policy_for(kind, overrides)
    except PolicyError as refused:
        return refused


@given(requests())
def test_any_overrides_give_a_policy_within_the_limits_or_name_the_field(
    request: tuple[RoomKind, dict[str, object]],
) -> None:
    kind, overrides = request
    policy = answer(kind, overrides)
    if isinstance(policy, PolicyError):
        too_late = policy.field == "lock_after_s" and "late_after_s" in overrides
        assert policy.field in overrides or too_late
        return
    assert policy.kind is kind
    for name in FIELDS:
        value = getattr(policy, name)
        assert LIMITS[kind][name].read(value) == value
        assert value == overrides.get(name, getattr(MATRIX[kind], name))
        if isinstance(getattr(MATRIX[kind], name), Enum):
            assert isinstance(value, Enum)


# The page for clinics.


def shown(value: object) -> str:
    """A value as the page shows it."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        value.value if isinstance(value, Enum) else f"{value:g}" if isinstance(value, float) else str(value)
    )


def limit_shown(limit: Limit) -> str:
    """A limit as the page shows it."""
    if not isinstance(limit, Range):
        return ", ".join(map(shown, limit.options))
    if limit.low == limit.high:
        return shown(limit.low)
    return f"{limit.low:g}–{limit.high:g}" + (", or none" if limit.optional else "")


def default_rows(names: list[str]) -> list[str]:
    """A row per field: the default for each kind."""
    return [
        f"| `{name}` | {' | '.join(shown(getattr(MATRIX[kind], name)) for kind in RoomKind)} |"
        for name in names
    ]


def limit_rows(names: list[str]) -> list[str]:
    """A row per field: the choices for each kind."""
    return [
        f"| `{name}` | {' | '.join(limit_shown(LIMITS[kind][name]) for kind in RoomKind)} |" for name in names
    ]


def common_rows(names: list[str]) -> list[str]:
    """A row per field: the default, if it is the same for all kinds, and the choices allowed in all of them."""
    rows = []
    for name in names:
        defaults = {shown(getattr(MATRIX[kind], name)) for kind in RoomKind}
        default = defaults.pop() if len(defaults) == 1 else "by kind"
        rows.append(f"| `{name}` | {default} | {limit_shown(LIMITS[RoomKind.GROUP][name])} |")
    return rows


def page_rows() -> list[str]:
    """The tables on the page: the defaults by kind, the choices by kind, and what all kinds share."""
    differing = [name for name in FIELDS if len({getattr(MATRIX[kind], name) for kind in RoomKind}) > 1]
    limited = [name for name in FIELDS if len({LIMITS[kind][name] for kind in RoomKind}) > 1]
    common = [name for name in FIELDS if name not in limited]
    return default_rows(differing) + limit_rows(limited) + common_rows(common)


def test_the_page_of_rooms_matches_the_code() -> None:
    rows = page_rows()
    found = re.findall(rf"^\| `(?:{'|'.join(FIELDS)})` \|.*\|$", PAGE.read_text(), re.MULTILINE)
    assert found == rows, "docs/rooms.md should hold:\n" + "\n".join(rows)


@pytest.mark.parametrize("name", FIELDS)
def test_the_page_explains_every_field_and_every_word_that_a_clinic_may_choose(name: str) -> None:
    found = re.search(rf"^- \*\*`{name}`\*\*.*(?:\n  .*)*", PAGE.read_text(), re.MULTILINE)
    assert found
    limits = [limit for limits in LIMITS.values() if not isinstance(limit := limits[name], Range)]
    words = {option.value for limit in limits for option in limit.options if isinstance(option, Enum)}
    assert {word for word in words if f"`{word}`" not in found[0]} == set()
