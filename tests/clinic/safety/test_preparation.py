from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from clinic.common.ids import PersonId
from clinic.safety.preparation import (
    NOTHING_SAID,
    Confirmed,
    Entry,
    Hold,
    PlaceSaid,
    SurroundingsSaid,
    Waived,
    WaiveReason,
    fold,
)
from clinic.safety.surroundings import Surroundings
from tests.clinic.safety.people_there import (
    ALONE,
    ANA,
    AT,
    OAK_STREET,
    RIVER_STREET,
    THERAPIST,
    entries,
    said,
)

LICENCE_WAIVED = Waived(Hold.LICENCE, WaiveReason.SUPERVISOR)
PRIVACY_WAIVED = Waived(Hold.NOT_PRIVATE, WaiveReason.ASKED)
OVERHEARD = Surroundings(private=False, headphones=False)


def test_nothing_is_known_of_whom_nobody_asked() -> None:
    assert fold(ANA, []) == NOTHING_SAID


def test_the_newest_place_counts() -> None:
    known = fold(ANA, entries(PlaceSaid(OAK_STREET), PlaceSaid(RIVER_STREET)))
    assert (known.place, known.place_by, known.place_seat) == (RIVER_STREET, ANA, "st_ana")
    assert known.version == 2


def test_who_cannot_say_it_may_still_be_told_a_place_by_staff() -> None:
    unable = entries(PlaceSaid(None))
    assert fold(ANA, unable).cannot_say
    helped = [*unable, Entry(2, ANA, AT, THERAPIST, None, PlaceSaid(OAK_STREET))]
    assert (fold(ANA, helped).place, fold(ANA, helped).place_by) == (OAK_STREET, THERAPIST)


def test_who_said_it_before_does_not_take_it_back_by_not_saying_it_again() -> None:
    assert fold(ANA, entries(PlaceSaid(OAK_STREET), PlaceSaid(None))).place == OAK_STREET


def test_a_confirmation_belongs_to_the_address_it_was_given_for() -> None:
    confirmed = entries(PlaceSaid(OAK_STREET), Confirmed())
    assert fold(ANA, confirmed).confirmed == (ANA, confirmed[1].at)
    other_phone = PlaceSaid(replace(OAK_STREET, phone="+12125550100"))
    assert fold(ANA, entries(PlaceSaid(OAK_STREET), Confirmed(), other_phone)).confirmed
    assert fold(ANA, entries(PlaceSaid(OAK_STREET), Confirmed(), PlaceSaid(RIVER_STREET))).confirmed is None
    assert fold(ANA, entries(Confirmed(), PlaceSaid(OAK_STREET))).confirmed is None


def test_what_was_waived_holds_again_when_its_ground_changes() -> None:
    begun = (
        PlaceSaid(OAK_STREET),
        SurroundingsSaid(OVERHEARD),
        LICENCE_WAIVED,
        PRIVACY_WAIVED,
    )
    assert fold(ANA, entries(*begun)).waived == {LICENCE_WAIVED, PRIVACY_WAIVED}
    assert fold(ANA, entries(*begun, PlaceSaid(RIVER_STREET))).waived == {PRIVACY_WAIVED}
    assert fold(ANA, entries(*begun, SurroundingsSaid(ALONE))).waived == {LICENCE_WAIVED}


def test_what_a_partner_says_of_the_room_counts_for_both_and_is_not_a_version_of_mine() -> None:
    theirs = Entry(4, PersonId("pn_ben"), AT, PersonId("pn_ben"), "st_both", SurroundingsSaid(ALONE))
    known = fold(ANA, [*entries(PlaceSaid(OAK_STREET)), theirs])
    assert (known.surroundings, known.version) == (ALONE, 1)


@given(st.lists(said))
def test_nothing_is_confirmed_without_a_place(what: list[PlaceSaid]) -> None:
    known = fold(ANA, entries(*what))
    assert known.place is not None or known.confirmed is None
    assert known.version == len(what)
