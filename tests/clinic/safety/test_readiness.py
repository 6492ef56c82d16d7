from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.people.fields.states import STATES
from clinic.safety.licence_match import LicenceMatch
from clinic.safety.places import PlaceKind
from clinic.safety.preparation import (
    NOTHING_SAID,
    Confirmed,
    Hold,
    Known,
    PlaceSaid,
    SurroundingsSaid,
    Waived,
    WaiveReason,
    fold,
)
from clinic.safety.readiness import REASONS, VERBAL_STATES, Facts, Standing, judge
from clinic.safety.surroundings import Company, Surroundings
from tests.clinic.safety.people_there import ALONE, ANA, OAK_STREET, RIVER_STREET, entries, places, said

IN_NEW_YORK = Known(place=RIVER_STREET, surroundings=ALONE)
READY = Facts(asks=True, known=IN_NEW_YORK, match=LicenceMatch.ALL)
knowns = st.lists(said).map(lambda what: fold(ANA, entries(*what)))
facts = st.builds(
    Facts,
    st.just(True),
    knowns,
    st.none() | st.sampled_from(LicenceMatch),
    st.none() | places,
)


def holds(known: Known, match: LicenceMatch | None = LicenceMatch.ALL) -> tuple[str, ...]:
    return judge(Facts(asks=True, known=known, match=match)).holds


def test_who_has_said_everything_is_ready() -> None:
    assert judge(READY) == Standing()


def test_a_room_that_does_not_ask_keeps_nobody_waiting() -> None:
    assert judge(Facts(asks=False, known=NOTHING_SAID)) == Standing()


def test_who_has_said_nothing_has_it_all_before_them() -> None:
    assert judge(Facts(asks=True, known=NOTHING_SAID)) == Standing(todo=("location", "surroundings"))


def test_who_cannot_say_it_has_nothing_to_do_and_is_held() -> None:
    standing = judge(Facts(asks=True, known=Known(cannot_say=True)))
    assert standing == Standing(holds=("location.unknown", "surroundings.unknown"))


def test_whoever_says_where_they_are_after_all_is_asked_the_rest() -> None:
    known = fold(ANA, entries(PlaceSaid(None), PlaceSaid(RIVER_STREET)))
    assert judge(Facts(True, known, LicenceMatch.ALL)) == Standing(todo=("surroundings",))


def test_an_address_outside_every_licence_holds() -> None:
    assert holds(IN_NEW_YORK, LicenceMatch.NONE) == ("licence",)
    assert holds(IN_NEW_YORK, LicenceMatch.SOME) == ()
    assert holds(IN_NEW_YORK, None) == (), "a room that needs no licence"


def test_california_is_confirmed_aloud_in_every_session() -> None:
    in_california = replace(IN_NEW_YORK, place=OAK_STREET)
    assert holds(in_california) == ("location.verbal",)
    assert holds(fold(ANA, entries(PlaceSaid(OAK_STREET), SurroundingsSaid(ALONE), Confirmed()))) == ()
    assert VERBAL_STATES.keys() <= STATES.keys()


def test_whoever_drives_is_held_until_they_have_stopped() -> None:
    moving = replace(RIVER_STREET, kind=PlaceKind.CAR_MOVING)
    waived = frozenset(Waived(Hold.DRIVING, reason) for reason in WaiveReason)
    assert holds(replace(IN_NEW_YORK, place=moving, waived=waived)) == ("driving",)
    parked = Facts(True, replace(IN_NEW_YORK, place=replace(moving, kind=PlaceKind.CAR_PARKED)), None)
    assert judge(parked) == Standing(notes=("place.car",))


def test_a_place_that_others_overhear_holds() -> None:
    overheard = Surroundings(private=False, headphones=True)
    assert holds(replace(IN_NEW_YORK, surroundings=overheard)) == ("not_private",)


@pytest.mark.parametrize(("hold", "reason"), list(product(Hold, WaiveReason)))
def test_staff_may_admit_anyway_only_for_the_reasons_of_a_hold(hold: Hold, reason: WaiveReason) -> None:
    known = Known(
        place=replace(OAK_STREET, kind=PlaceKind.CAR_MOVING),
        surroundings=Surroundings(private=False, headphones=True),
    )
    before = holds(known, LicenceMatch.NONE)
    after = holds(replace(known, waived=frozenset({Waived(hold, reason)})), LicenceMatch.NONE)
    gone = {hold.value} if reason in REASONS.get(hold, ()) else set()
    assert set(after) == set(before) - gone


def test_staff_are_told_what_is_around_somebody() -> None:
    around = Surroundings(True, False, frozenset({Company.PARTNER, Company.CHILD}))
    notes = judge(replace(READY, known=replace(IN_NEW_YORK, surroundings=around))).notes
    assert notes == ("not_alone", "partner_present", "child_present", "no_headphones")
    assert judge(replace(READY, last=OAK_STREET)).notes == ("place.changed",)
    assert judge(replace(READY, last=RIVER_STREET)).notes == ()


@given(facts)
def test_nobody_comes_in_before_it_is_known_where_they_are(given_facts: Facts) -> None:
    standing = judge(given_facts)
    if not standing.todo and not standing.holds:
        place = given_facts.known.place
        assert place is not None
        assert place.kind is not PlaceKind.CAR_MOVING
        assert place.state not in VERBAL_STATES or given_facts.known.confirmed


@given(facts)
def test_what_is_not_known_never_helps(given_facts: Facts) -> None:
    """Fail closed: knowing less leaves at least as much between somebody and the room."""

    def comes_in(asked: Facts) -> bool:
        standing = judge(asked)
        return not standing.todo and not standing.holds

    for less in (
        replace(given_facts, known=replace(given_facts.known, place=None)),
        replace(given_facts, known=replace(given_facts.known, surroundings=None)),
        replace(given_facts, known=replace(given_facts.known, confirmed=None)),
    ):
        assert comes_in(less) <= comes_in(given_facts)
