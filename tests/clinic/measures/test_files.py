"""Files of instruments: those of the release, and what is wrong with others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.programme.measures.catalogue import shipped
from clinic.measures.files import LARGEST, InstrumentFileWrong, parse_instrument
from clinic.measures.instruments import Scoring
from tests.support.schedule.afterwards.instruments import CSQ8, PHQ9, PULSE, csq8


def test_the_release_has_three_instruments_and_says_which_is_not_validated() -> None:
    assert {(key, one.validated, one.scoring) for (key, _), one in shipped().items()} == {
        ("phq9", True, Scoring.SUM),
        ("gad7", True, Scoring.SUM),
        ("pulse", False, Scoring.NONE),
    }


def test_phq9_is_worded_as_it_was_published() -> None:
    assert len(PHQ9.items) == 9
    assert (
        PHQ9.items[8].text["en"]
        == "Thoughts that you would be better off dead or of hurting yourself in some way"
    )
    assert [each.text["en"] for each in PHQ9.options] == [
        "Not at all",
        "Several days",
        "More than half the days",
        "Nearly every day",
    ]
    assert PHQ9.alert_item == 9


def test_the_pulse_asks_four_things_on_one_scale() -> None:
    assert [each.text["en"] for each in PULSE.items] == [
        "I felt heard",
        "I understood someone better",
        "The room felt safe",
        "Today fitted me",
    ]
    assert (PULSE.lowest, PULSE.highest) == (0, 10)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("key = ", "toml"),
        ("a" * (LARGEST + 1), "size"),
        (csq8(colour='"red"'), "colour"),
        (csq8(key='"CSQ 8"'), "key"),
        (csq8(version=0), "version"),
        (csq8(version="true"), "version"),
        (csq8(scoring='"guess"'), "scoring"),
        (csq8(may_miss=8), "may_miss"),
        (csq8(alert_item=9), "alert_item"),
        (csq8(validated=1), "validated"),
        (CSQ8.replace('es = "Item 3"', ""), "items"),
        (CSQ8.replace('en = "Item 3"', 'en = ""'), "items"),
        (CSQ8.replace("value = 4", "value = 1"), "options"),
        (CSQ8 + "\n[slider]\nlowest = 0\nhighest = 10\nlow = 1\nhigh = 1\n", "slider"),
        (
            CSQ8 + '\n[[bands]]\nfrom = 5\nen = "a"\nes = "a"\n[[bands]]\nfrom = 5\nen = "b"\nes = "b"\n',
            "bands",
        ),
    ],
)
def test_a_file_that_could_not_be_asked_says_where_it_is_wrong(content: str, field: str) -> None:
    with pytest.raises(InstrumentFileWrong, match=f"^{field}$"):
        parse_instrument(content)


def test_a_good_file_is_read() -> None:
    found = parse_instrument(CSQ8)
    assert (found.key, len(found.items), found.lowest, found.highest) == ("csq8", 8, 1, 4)


@given(st.integers(0, len(CSQ8) - 1), st.characters())
def test_a_damaged_file_is_refused_or_read_and_nothing_else(place: int, sign: str) -> None:
    try:
        parse_instrument(CSQ8[:place] + sign + CSQ8[place + 1 :])
    except InstrumentFileWrong:
        return
