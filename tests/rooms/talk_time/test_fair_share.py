"""Shares and hints: who is over, who is under, and what is shown for a couple on one camera."""

import pytest

from rooms.model.ids import PersonId, SeatId
from rooms.talk_time.fair_share import WINDOW_MINUTES, AirtimeHint, Seated, Spoken, build_report
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, COUPLE_SEAT, ELENA, FINN, START

COUPLE = (ELENA, FINN)
ALL_MS = 1_000 * 60 * WINDOW_MINUTES
HERE = Seated(ALL_MS, False, None)
TOGETHER = Seated(ALL_MS, False, COUPLE_SEAT)


def spoke(seat: SeatId, people: tuple[PersonId, ...], voice: PersonId | None, seconds: float) -> Spoken:
    return Spoken(seat, people, voice, (round(1_000 * seconds), *[0] * (WINDOW_MINUTES - 1)))


def solo(person: PersonId, seconds: float) -> Spoken:
    return spoke(SeatId(f"se_{person}"), (person,), person, seconds)


def crowd(size: int) -> list[PersonId]:
    return [PersonId(f"pt_{number:02}") for number in range(size)]


def hint_of_first(size: int, own: float, others: float, seated: Seated = HERE) -> AirtimeHint | None:
    """The hint for the first of ``size`` people, who spoke for ``own`` seconds; the second spoke for ``others``."""
    people = crowd(size)
    report = build_report(people, [solo(people[0], own), solo(people[1], others)], {people[0]: seated}, START)
    return report.people[people[0]].hint


@pytest.mark.parametrize(
    ("size", "own", "others", "hint"),
    [
        # Five minutes and twice the fair share, and more than both.
        (4, 300.1, 290.0, AirtimeHint.OVER),
        (4, 300.0, 290.0, None),
        (4, 310.0, 310.0, None),
        (6, 300.1, 590.0, AirtimeHint.OVER),
        (6, 299.0, 10.0, None),
        # Among many, twice the fair share of 15 minutes is less than five minutes.
        (8, 225.1, 600.0, AirtimeHint.OVER),
        (8, 225.0, 600.0, None),
        (12, 150.1, 600.0, AirtimeHint.OVER),
        (12, 60.0, 240.0, None),
        # Of two people nobody can be over: everything is only twice an even share.
        (2, 900.0, 0.0, None),
    ],
)
def test_over_is_more_than_twice_the_fair_share_and_long_enough(
    size: int, own: float, others: float, hint: AirtimeHint | None
) -> None:
    assert hint_of_first(size, own, others) is hint


@pytest.mark.parametrize(
    ("own", "others", "sat_s", "hint"),
    [
        (0.0, 300.0, 300, AirtimeHint.UNDER),
        (0.0, 299.9, 900, None),
        (0.0, 600.0, 299.9, None),
        (24.9, 375.1, 900, AirtimeHint.UNDER),
        (25.0, 375.0, 900, None),
    ],
)
def test_under_is_less_than_a_quarter_once_the_group_has_spoken_and_the_person_has_sat(
    own: float, others: float, sat_s: float, hint: AirtimeHint | None
) -> None:
    assert hint_of_first(4, own, others, Seated(round(1_000 * sat_s), False, None)) is hint


@pytest.mark.parametrize(("own", "others"), [(500.0, 100.0), (0.0, 600.0)])
def test_unreliable_levels_give_no_hint(own: float, others: float) -> None:
    assert hint_of_first(4, own, others) is not None
    assert hint_of_first(4, own, others, Seated(ALL_MS, True, None)) is None


def test_a_couple_is_separated_from_four_fifths_on() -> None:
    spoken = [
        spoke(COUPLE_SEAT, COUPLE, ELENA, 60.0),
        spoke(COUPLE_SEAT, COUPLE, FINN, 20.0),
        spoke(COUPLE_SEAT, COUPLE, None, 20.0),
        solo(ANA, 100.0),
    ]
    report = build_report([ANA, ELENA, FINN], spoken, {}, START)
    assert [(report.people[one].seconds, report.people[one].separated) for one in COUPLE] == [
        (60.0, True),
        (20.0, True),
    ]
    unit = report.units[COUPLE_SEAT]
    assert (unit.people, unit.seconds, unit.unattributed_s, unit.share) == (COUPLE, 100.0, 20.0, 0.5)
    assert unit.separated


def test_below_that_both_show_their_joint_values_against_the_share_of_two() -> None:
    spoken = [
        spoke(COUPLE_SEAT, COUPLE, ELENA, 59.0),
        spoke(COUPLE_SEAT, COUPLE, FINN, 20.0),
        spoke(COUPLE_SEAT, COUPLE, None, 21.0),
        solo(ANA, 300.0),
    ]
    report = build_report([ANA, BEN, ELENA, FINN], spoken, {ELENA: TOGETHER, FINN: TOGETHER}, START)
    assert not report.units[COUPLE_SEAT].separated
    assert report.people[ELENA] == report.people[FINN]
    found = report.people[ELENA]
    assert (found.seconds, found.share, found.fair, found.separated) == (100.0, 0.25, 0.5, False)
    assert found.per_minute == report.units[COUPLE_SEAT].per_minute
    assert found.hint is None


def test_a_couple_that_cannot_be_separated_is_over_or_under_together() -> None:
    people = [*crowd(6), *COUPLE]
    seated = {ELENA: TOGETHER, FINN: TOGETHER}
    much = [spoke(COUPLE_SEAT, COUPLE, None, 400.0), solo(people[0], 300.0)]
    little = [spoke(COUPLE_SEAT, COUPLE, None, 30.0), solo(people[0], 600.0)]
    for spoken, hint in ((much, AirtimeHint.OVER), (little, AirtimeHint.UNDER)):
        report = build_report(people, spoken, seated, START)
        assert [report.people[one].hint for one in COUPLE] == [hint, hint]


def test_a_silent_couple_has_nothing_unattributed() -> None:
    report = build_report([ELENA, FINN], [], {ELENA: TOGETHER, FINN: TOGETHER}, START)
    assert report.units[COUPLE_SEAT].separated
    assert (report.units[COUPLE_SEAT].seconds, report.people[ELENA].share) == (0.0, 0.0)


def test_speech_of_others_does_not_count_towards_the_shares() -> None:
    spoken = [solo(ANA, 30.0), spoke(BEN_SEAT, (BEN,), BEN, 50.0), spoke(COUPLE_SEAT, COUPLE, FINN, 5.0)]
    report = build_report([ANA, ELENA], spoken, {}, START)
    assert (report.total_s, report.others_s) == (30.0, 55.0)
    assert report.people[ANA].share == 1.0
    assert report.units == {}


def test_unattributed_speech_of_a_couple_stays_with_the_partner_who_is_still_there() -> None:
    spoken = [spoke(COUPLE_SEAT, COUPLE, None, 40.0), spoke(ANA_SEAT, (ANA,), ANA, 40.0)]
    report = build_report([ANA, ELENA], spoken, {}, START)
    assert (report.total_s, report.others_s) == (80.0, 0.0)
    assert report.units[COUPLE_SEAT].people == (ELENA,)
    assert (report.people[ELENA].fair, report.people[ELENA].separated) == (0.5, False)


def test_a_room_without_members_has_an_empty_report() -> None:
    report = build_report([], [solo(ANA, 5.0)], {ANA: HERE}, START)
    assert (report.people, report.units, report.others_s) == ({}, {}, 5.0)
