"""What facilitators see of the talk time, and the one word for a person who asks."""

import json

import pytest

from rooms.talk_time.fair_share import AirtimeHint, AirtimeReport, PersonShare, UnitShare
from rooms.talk_time.view import OwnShare, airtime_view, own_share
from tests.support.rooms.setups import ANA, BEN, COUPLE_SEAT, ELENA, FINN, START

MINUTES = (12.34, *[0.0] * 14)


def part(
    share: float,
    *,
    hint: AirtimeHint | None = None,
    separated: bool = True,
    unreliable: bool = False,
) -> PersonShare:
    return PersonShare(share * 400.0, share, 0.25, hint, MINUTES, separated, unreliable)


def report_of(share: PersonShare, total_s: float = 400.0) -> AirtimeReport:
    unit = UnitShare((ELENA, FINN), 99.6, 30.4, 0.249, 0.5, MINUTES, False)
    return AirtimeReport(START, total_s, 77.0, {ANA: share, BEN: part(0.1)}, {COUPLE_SEAT: unit})


def test_facilitators_see_whole_seconds_and_hundredths() -> None:
    view = airtime_view(report_of(part(0.6049, hint=AirtimeHint.OVER)))
    minutes = [12, *[0] * 14]
    assert view == {
        "window_s": 900,
        "total_s": 400,
        "people": {
            ANA: {
                "seconds": 242,
                "share": 0.6,
                "fair": 0.25,
                "per_minute": minutes,
                "separated": True,
                "unreliable": False,
                "hint": "over",
            },
            BEN: {
                "seconds": 40,
                "share": 0.1,
                "fair": 0.25,
                "per_minute": minutes,
                "separated": True,
                "unreliable": False,
            },
        },
        "units": {
            COUPLE_SEAT: {
                "people": [ELENA, FINN],
                "seconds": 100,
                "share": 0.25,
                "fair": 0.5,
                "per_minute": minutes,
                "separated": False,
                "unattributed_s": 30,
            }
        },
    }
    assert "null" not in json.dumps(view)


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.376, OwnShare.MORE),
        (0.375, OwnShare.ABOUT_AS_MUCH),
        (0.125, OwnShare.ABOUT_AS_MUCH),
        (0.124, OwnShare.LESS),
        (0.0, OwnShare.LESS),
    ],
)
def test_a_person_who_asks_gets_one_word(share: float, word: OwnShare) -> None:
    report = report_of(part(share))
    assert own_share(ANA, report) is word


@pytest.mark.parametrize(
    "report",
    [
        report_of(part(0.5, separated=False)),
        report_of(part(0.5, unreliable=True)),
        report_of(part(0.5), total_s=299.9),
    ],
    ids=["couple", "noisy", "early"],
)
def test_there_is_no_word_if_none_would_be_honest(report: AirtimeReport) -> None:
    assert own_share(ANA, report) is None


def test_somebody_who_is_not_a_participant_is_told_nothing() -> None:
    assert own_share(FINN, report_of(part(0.5))) is None
