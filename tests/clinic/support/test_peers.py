"""Two people and what is between them: over everything that can happen, what each sees, and what nobody may learn."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Invalid, Refused
from clinic.common.ids import PersonId
from clinic.support.peers import (
    LINE_LIMIT,
    MOVES,
    LinkState,
    PeerLink,
    PeerMove,
    Shown,
    check_line,
    move,
    new_link,
    shown,
)

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ANA, BEN = PersonId("pt_ana"), PersonId("pt_ben")
OWN = (
    PeerMove.OFFER,
    PeerMove.TAKE_BACK,
    PeerMove.LEAVE,
    PeerMove.BLOCK,
    PeerMove.UNBLOCK,
    PeerMove.DISMISS,
)
STAFF = (PeerMove.KEEP_APART, PeerMove.LET_MEET, PeerMove.STOP)
ACTS = [*((one, who) for one in OWN for who in (ANA, BEN)), *((one, None) for one in STAFF)]
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.booleans()), max_size=40)


def start() -> PeerLink:
    return new_link("pl_1", BEN, ANA)


def linked() -> PeerLink:
    link = move(start(), PeerMove.OFFER, NOW, by=ANA)
    return move(link, PeerMove.OFFER, NOW, by=BEN)


def tried(link: PeerLink, made: PeerMove, by: PersonId | None, *, barred: bool = False) -> PeerLink:
    try:
        return move(link, made, NOW, by=by, barred=barred)
    except Refused:
        return link


def test_one_wish_shows_nothing_to_the_other() -> None:
    link = move(start(), PeerMove.OFFER, NOW, by=ANA)
    assert shown(link, ANA) == Shown(named=True)
    assert shown(link, BEN) == Shown()


def test_two_wishes_are_a_link() -> None:
    link = linked()
    assert (link.state, link.since) == (LinkState.MUTUAL, NOW)
    assert shown(link, ANA) == shown(link, BEN) == Shown(mutual=True)


@pytest.mark.parametrize(
    ("made", "by"),
    [(PeerMove.LEAVE, BEN), (PeerMove.KEEP_APART, None), (PeerMove.STOP, None), (PeerMove.BLOCK, BEN)],
)
def test_every_end_looks_the_same_to_the_other(made: PeerMove, by: PersonId | None) -> None:
    link = move(replace(linked(), lines={ANA: "a", BEN: "b"}), made, NOW, by=by)
    assert shown(link, ANA) == Shown(ended=True)
    assert link.lines == {}, "what they told each other goes with it"


def test_nobody_is_linked_to_themselves() -> None:
    with pytest.raises(Refused, match=r"peer\.yourself"):
        new_link("pl_1", ANA, ANA)


def test_a_veto_that_is_taken_back_lets_two_wishes_meet() -> None:
    link = move(start(), PeerMove.KEEP_APART, NOW)
    for who in (ANA, BEN):
        link = move(link, PeerMove.OFFER, NOW, by=who)
    assert link.state is LinkState.OFFERED
    assert move(link, PeerMove.LET_MEET, NOW, barred=True).state is LinkState.OFFERED
    assert move(link, PeerMove.LET_MEET, NOW).state is LinkState.MUTUAL


def test_moves_of_the_care_team_are_nobody_elses_and_joining_is_no_ones() -> None:
    for made, by in ((PeerMove.KEEP_APART, ANA), (PeerMove.OFFER, None), (PeerMove.JOIN, None)):
        with pytest.raises(Refused, match=r"peer\.no_move"):
            move(start(), made, NOW, by=by)


def test_the_table_has_rows_for_the_states_that_are_reached() -> None:
    assert {state for state, _ in MOVES} == set(LinkState)
    assert set(MOVES.values()) == set(LinkState)


def test_a_line_is_bounded() -> None:
    check_line("")
    with pytest.raises(Invalid):
        check_line("x" * (LINE_LIMIT + 1))


@given(acts)
def test_there_is_a_link_only_when_both_want_it_and_nothing_stands_between(
    made: list[tuple[tuple[PeerMove, PersonId | None], bool]],
) -> None:
    link, wishes = start(), set[PersonId]()
    for (one, by), barred in made:
        before, link = link, tried(link, one, by, barred=barred)
        if one is PeerMove.OFFER and by and before.state is not LinkState.MUTUAL:
            wishes.add(by)
        if one in (PeerMove.TAKE_BACK, PeerMove.BLOCK) and by:
            wishes.discard(by)
        if link.state is LinkState.MUTUAL:
            assert not link.blocks
            assert not link.kept_apart
            if before.state is not LinkState.MUTUAL:
                assert wishes == {ANA, BEN}
                assert not barred
        if link.state is LinkState.ENDED and before.state is LinkState.MUTUAL:
            wishes.clear()
        assert bool(link.since) is (link.state is LinkState.MUTUAL)


@given(acts)
def test_until_there_is_a_link_what_one_sees_and_may_do_follows_from_their_own_acts_alone(
    made: list[tuple[tuple[PeerMove, PersonId | None], bool]],
) -> None:
    """A second world has Ana's acts alone. As long as no link began, she cannot tell the two apart."""
    link, alone = start(), start()
    for (one, by), barred in made:
        link = tried(link, one, by, barred=barred)
        if by == ANA:
            alone = tried(alone, one, by)
        if link.state is LinkState.MUTUAL:
            return
        assert shown(link, ANA) == shown(alone, ANA)
        assert may(link) == may(alone)


@given(acts)
def test_after_an_end_nothing_but_a_new_link_changes_what_one_sees_by_itself(
    made: list[tuple[tuple[PeerMove, PersonId | None], bool]],
) -> None:
    link = move(linked(), PeerMove.BLOCK, NOW, by=BEN)
    other = move(linked(), PeerMove.KEEP_APART, NOW)
    for (one, by), barred in made:
        link = tried(link, one, by, barred=barred)
        if by == ANA:
            other = tried(other, one, by)
        if link.state is LinkState.MUTUAL:
            return
        assert shown(link, ANA) == shown(other, ANA)
        assert may(link) == may(other)


def may(link: PeerLink) -> set[PeerMove]:
    """Return what Ana could do now."""

    def works(one: PeerMove) -> bool:
        try:
            move(link, one, NOW, by=ANA)
        except Refused:
            return False
        return True

    return {one for one in OWN if works(one)}
