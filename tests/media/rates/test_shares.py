"""How a rate is divided among cameras."""

from hypothesis import given
from hypothesis import strategies as st

from media.rates.shares import Ladder, importance, share

STEPS = ((0, 150), (1, 450), (2, 1200))


def ladders(*ranks: int) -> list[Ladder]:
    return [Ladder(slot, rank, STEPS) for slot, rank in enumerate(ranks)]


@st.composite
def any_ladders(draw: st.DrawFn) -> list[Ladder]:
    found = []
    for slot in range(draw(st.integers(0, 9))):
        layers = sorted(draw(st.sets(st.integers(0, 2))))
        prices = sorted(draw(st.lists(st.integers(1, 1500), min_size=len(layers), max_size=len(layers))))
        found.append(Ladder(slot, draw(st.integers(0, 2)), tuple(zip(layers, prices, strict=True))))
    return found


def cost(ladder: Ladder, layer: int | None) -> int:
    return dict(ladder.steps).get(-1 if layer is None else layer, 0)


def test_everybody_gets_the_lowest_layer_before_anybody_steps_up() -> None:
    assert share(7 * 150 + 299, ladders(2, 2, 2, 2, 2, 2, 0)).layers == dict.fromkeys(range(7), 0)


def test_the_floor_holder_steps_up_first_then_facilitators_then_the_rest_evenly() -> None:
    shown = ladders(2, 2, 1, 0)
    assert share(4 * 150 + 1050, shown).layers == {0: 0, 1: 0, 2: 0, 3: 2}
    assert share(4 * 150 + 1050 + 1050, shown).layers == {0: 0, 1: 0, 2: 2, 3: 2}
    assert share(4 * 150 + 1050 + 1050 + 600, shown).layers == {0: 1, 1: 1, 2: 2, 3: 2}


def test_video_is_paused_starting_with_the_last_slot() -> None:
    shown = ladders(2, 2, 1, 0)
    assert share(450, shown).layers == {0: 0, 1: None, 2: 0, 3: 0}
    assert share(300, shown).layers == {0: None, 1: None, 2: 0, 3: 0}
    assert share(150, shown).layers == {0: None, 1: None, 2: None, 3: 0}


def test_a_negative_rate_allocates_nothing_and_names_the_first_refusal() -> None:
    shares = share(-40, ladders(2, 0))
    assert shares.layers == {0: None, 1: None}
    assert shares.refused == (1, 0, 150)


def test_the_first_refusal_is_the_most_important_step() -> None:
    assert share(600, ladders(2, 0)).refused == (1, 2, 300 + 1050)


@given(any_ladders(), st.integers(-100, 9000))
def test_never_more_is_used_than_there_is(found: list[Ladder], room: int) -> None:
    shares = share(room, found)
    assert shares.used_bps == sum(cost(ladder, shares.layers[ladder.slot]) for ladder in found)
    assert shares.used_bps <= max(room, 0)


@given(any_ladders(), st.integers(0, 9000))
def test_nobody_is_paused_while_there_is_room_for_the_lowest_layer(found: list[Ladder], room: int) -> None:
    shares = share(room, found)
    for ladder in found:
        if ladder.steps and shares.layers[ladder.slot] is None:
            assert room - shares.used_bps < ladder.steps[0][1]


@given(any_ladders(), st.integers(0, 9000))
def test_a_paused_slot_would_not_fit_in_place_of_less_important_ones(found: list[Ladder], room: int) -> None:
    shares = share(room, found)
    for ladder in found:
        if not ladder.steps or shares.layers[ladder.slot] is not None:
            continue
        before = sum(
            other.steps[0][1]
            for other in found
            if (other.rank, other.slot) < (ladder.rank, ladder.slot) and shares.layers[other.slot] is not None
        )
        assert before + ladder.steps[0][1] > room


@given(any_ladders(), st.integers(0, 9000))
def test_an_abundant_rate_gives_everybody_the_top_layer(found: list[Ladder], room: int) -> None:
    shares = share(10**9 + room, found)
    assert shares.refused is None
    assert shares.layers == {ladder.slot: ladder.steps[-1][0] if ladder.steps else None for ladder in found}


def test_one_more_picture_is_better_than_a_sharper_one() -> None:
    shown = ladders(0, 2)
    assert importance({0: 0, 1: 0}, shown) > importance({0: 2, 1: None}, shown)
    assert importance({0: 1, 1: 0}, shown) > importance({0: 0, 1: 2}, shown)
