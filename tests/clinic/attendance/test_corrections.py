"""What a correction may say, and which of several counts."""

from datetime import timedelta

import pytest

from clinic.attendance.corrections import (
    MOST_CORRECTIONS,
    MOST_NOTE,
    MOST_SPANS,
    Correction,
    CorrectionReason,
    check_correction,
    check_newest,
    with_corrections,
)
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.programme.spans import Span
from tests.clinic.attendance.test_presence import MEMBER, MORNING, at, count, there

NOW = at("13:00")
STAFF = PersonId("pt_staff")


def made(id_: str, *spans: Span, replaces: str | None = None, by: PersonId = STAFF) -> Correction:
    return Correction(
        id_,
        AppointmentId("ss_1"),
        MEMBER,
        spans,
        CorrectionReason.CONNECTION,
        by,
        NOW,
        replaces,
        "by telephone",
    )


def codes(
    *spans: Span, reason: CorrectionReason = CorrectionReason.CONNECTION, note: str = ""
) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        check_correction(spans, reason, note, MORNING, NOW)
    return [(one.field, one.code) for one in caught.value.errors]


def test_times_are_put_in_order_and_joined() -> None:
    spans = [Span(at("10:00"), at("11:00")), Span(at("9:00"), at("10:00")), Span(at("11:30"), at("12:00"))]
    assert check_correction(spans, CorrectionReason.CONNECTION, "", MORNING, NOW) == (
        Span(at("9:00"), at("11:00")),
        Span(at("11:30"), at("12:00")),
    )


def test_somebody_may_be_said_not_to_have_been_there() -> None:
    assert check_correction([], CorrectionReason.SHARED_SEAT, "", MORNING, NOW) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        Span(at("10:00"), at("10:00")),
        Span(at("11:00"), at("10:00")),
        Span(at("7:59"), at("9:00")),
        Span(at("12:00"), at("13:00:01")),
        Span(at("12:00"), at("16:30")),
    ],
)
def test_a_time_that_cannot_be_is_refused(wrong: Span) -> None:
    assert codes(wrong) == [("spans", "attendance.span")]


def test_there_are_not_too_many_times_and_the_note_is_not_too_long() -> None:
    many = [Span(at("9:00") + timedelta(minutes=n), at("9:00:30") + timedelta(minutes=n)) for n in range(21)]
    assert len(many) > MOST_SPANS
    assert codes(*many, note="x" * (MOST_NOTE + 1)) == [
        ("spans", "attendance.spans"),
        ("note", "attendance.note"),
    ]


def test_another_reason_needs_a_note() -> None:
    assert codes(reason=CorrectionReason.OTHER, note=" ") == [("note", "attendance.note")]
    assert check_correction([], CorrectionReason.OTHER, "Sat beside a friend", MORNING, NOW) == ()


def test_the_newest_counts_and_what_was_recorded_is_kept() -> None:
    recorded = count(there("9:00", "10:00"))
    first = made("at_1", Span(at("9:00"), at("12:00")))
    second = made("at_2", Span(at("9:00"), at("11:00")), replaces="at_1", by=PersonId("pt_other"))
    assert with_corrections(recorded, ()) == recorded
    found = with_corrections(recorded, [first, second])
    assert (found.present_min, found.recorded, found.corrected_by) == (
        120,
        (Span(at("9:00"), at("10:00")),),
        "pt_other",
    )
    assert (found.first_at, found.last_at) == (at("9:00"), at("11:00"))


def test_who_is_said_not_to_have_been_there_has_no_times() -> None:
    found = with_corrections(count(there("9:00", "10:00")), [made("at_1")])
    assert (found.present_min, found.first_at) == (0, None)


def test_of_two_made_at_once_the_second_is_refused() -> None:
    first = made("at_1")
    check_newest([], None)
    check_newest([first], "at_1")
    for replaces in (None, "at_9"):
        with pytest.raises(Refused) as caught:
            check_newest([first], replaces)
        assert caught.value.code == "attendance.corrected_meanwhile"


def test_there_is_an_end_to_correcting() -> None:
    many = [made(f"at_{number}") for number in range(MOST_CORRECTIONS)]
    with pytest.raises(Refused) as caught:
        check_newest(many, many[-1].id)
    assert caught.value.code == "attendance.too_many"
