from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.consents.documents import DocumentKind
from clinic.consents.due import DueItem, Needs
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
from clinic.safety.readiness import REASONS, VERBAL_STATES, Facts, Standing, judge, step_of
from clinic.safety.surroundings import Company, Surroundings
from tests.clinic.safety.people_there import ALONE, ANA, OAK_STREET, RIVER_STREET, entries, places, said
from tests.support.consents import version_of

IN_NEW_YORK = Known(place=RIVER_STREET, surroundings=ALONE)
READY = Facts(asks=True, known=IN_NEW_YORK, match=LicenceMatch.ALL, documents=())
K = DocumentKind
dues = st.builds(
    lambda kind, needs, withdrawn: DueItem(version_of(kind), needs, withdrawn and needs is Needs.SIGN),
    st.sampled_from(sorted(set(K) - {K.RELEASE})),
    st.sampled_from(Needs),
    st.booleans(),
)
documents = st.lists(dues, unique_by=lambda item: item.version.key.kind).map(tuple)
knowns = st.lists(said).map(lambda what: fold(ANA, entries(*what)))
facts = st.builds(
    Facts,
    st.just(True),
    knowns,
    st.none() | st.sampled_from(LicenceMatch),
    st.none() | places,
    st.none() | documents,
    st.booleans(),
)


def holds(known: Known, match: LicenceMatch | None = LicenceMatch.ALL) -> tuple[str, ...]:
    return judge(Facts(asks=True, known=known, match=match, documents=())).holds


def test_who_has_said_everything_is_ready() -> None:
    assert judge(READY) == Standing()


def test_a_room_that_does_not_ask_keeps_nobody_waiting() -> None:
    assert judge(Facts(asks=False, known=NOTHING_SAID, documents=())) == Standing()


def test_who_has_said_nothing_has_it_all_before_them() -> None:
    assert judge(replace(READY, known=NOTHING_SAID)) == Standing(todo=("location", "surroundings"))


def test_who_cannot_say_it_has_nothing_to_do_and_is_held() -> None:
    standing = judge(replace(READY, known=Known(cannot_say=True)))
    assert standing == Standing(holds=("location.unknown", "surroundings.unknown"))


def test_whoever_says_where_they_are_after_all_is_asked_the_rest() -> None:
    known = fold(ANA, entries(PlaceSaid(None), PlaceSaid(RIVER_STREET)))
    assert judge(replace(READY, known=known)) == Standing(todo=("surroundings",))


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
    parked = replace(IN_NEW_YORK, place=replace(moving, kind=PlaceKind.CAR_PARKED))
    assert judge(replace(READY, known=parked, match=None)) == Standing(notes=("place.car",))


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


def todo(*items: DueItem, known: Known = IN_NEW_YORK, **more: bool) -> tuple[str, ...]:
    return judge(replace(READY, known=known, documents=items, **more)).todo


def sign(kind: DocumentKind, withdrawn: bool = False) -> DueItem:
    return DueItem(version_of(kind), Needs.SIGN, withdrawn)


AGREEMENT = DueItem(version_of(K.AGREEMENT), Needs.ACKNOWLEDGE)
TELEHEALTH, PART2, OBSERVERS = sign(K.TELEHEALTH), sign(K.PART2), sign(K.OBSERVERS)


def test_documents_come_first_and_that_of_a_state_after_the_place() -> None:
    asked = (AGREEMENT, TELEHEALTH, PART2)
    assert todo(*asked, known=NOTHING_SAID) == (
        "acknowledge.agreement",
        "sign.private",
        "location",
        "surroundings",
    )
    at_home = Known(place=RIVER_STREET)
    assert todo(*asked[1:], known=at_home) == ("sign.private", "sign.telehealth", "surroundings")
    assert todo(TELEHEALTH) == ("sign.telehealth",)


def test_a_room_that_asks_no_place_asks_for_documents() -> None:
    standing = judge(Facts(asks=False, known=NOTHING_SAID, documents=(AGREEMENT, sign(K.GROUP))))
    assert standing == Standing(todo=("acknowledge.agreement", "sign.group"))


def test_who_cannot_say_where_they_are_signs_all_the_same() -> None:
    cannot = Known(cannot_say=True)
    assert todo(AGREEMENT, TELEHEALTH, known=cannot) == ("acknowledge.agreement",)
    assert todo(TELEHEALTH, known=replace(cannot, place=RIVER_STREET)) == ("sign.telehealth",)


def test_documents_that_are_not_known_hold() -> None:
    assert judge(replace(READY, documents=None)).holds == ("agreements.unknown",)
    assert not REASONS.keys() & {Hold.AGREEMENTS_UNKNOWN, Hold.AGREEMENTS_PRIVATE}


@pytest.mark.parametrize("item", [PART2, sign(K.COUPLES, withdrawn=True)], ids=["private", "taken back"])
def test_what_the_other_may_not_know_is_no_step_of_a_shared_screen(item: DueItem) -> None:
    shared = judge(replace(READY, documents=(AGREEMENT, item), shared=True))
    assert shared.todo == ("acknowledge.agreement",)
    assert shared.holds == ("agreements.private",)
    alone = judge(replace(READY, documents=(AGREEMENT, item)))
    assert alone.todo == ("acknowledge.agreement", step_of(item))
    assert alone.holds == ()


def test_what_may_be_refused_keeps_nobody_waiting() -> None:
    open_question = judge(replace(READY, documents=(OBSERVERS,)))
    assert open_question == Standing(choices=("sign.observers",))
    refused = replace(IN_NEW_YORK, declined=frozenset({OBSERVERS.version.id}))
    assert judge(replace(READY, known=refused, documents=(OBSERVERS,))) == Standing(
        notes=("no_observers",), no_observers=True
    )
    taken_back = judge(replace(READY, documents=(sign(K.OBSERVERS, withdrawn=True),)))
    assert taken_back == Standing(notes=("no_observers",), no_observers=True)


def test_who_took_back_what_is_needed_must_leave_and_staff_are_told_what() -> None:
    standing = judge(replace(READY, documents=(sign(K.PART2, withdrawn=True), sign(K.GROUP, withdrawn=True))))
    assert standing.must_leave
    assert standing.notes == ("withdrawn.private", "withdrawn.group")
    assert not judge(replace(READY, documents=(AGREEMENT, TELEHEALTH))).must_leave


@given(facts)
def test_nobody_comes_in_without_what_is_required(given_facts: Facts) -> None:
    standing = judge(given_facts)
    if not standing.todo and not standing.holds:
        assert given_facts.documents is not None
        assert not any(item.is_required for item in given_facts.documents)
        assert not standing.must_leave


@given(facts)
def test_no_code_names_a_private_document(given_facts: Facts) -> None:
    standing = judge(given_facts)
    codes = (*standing.todo, *standing.holds, *standing.notes, *standing.choices)
    assert not [code for code in codes if "part2" in code]


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
        replace(given_facts, documents=None),
    ):
        assert comes_in(less) <= comes_in(given_facts)
