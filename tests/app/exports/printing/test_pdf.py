"""What stands in the PDF of a statement, read back from its bytes."""

from datetime import timedelta

import pytest

from app.exports.printing.pdf import write_pdf
from clinic.attendance.statements import Statement, StatementKind
from clinic.consents.recipients import REDISCLOSURE_NOTICE
from clinic.programme.tracks import Service
from tests.support.schedule.afterwards.statements import (
    COVERAGE,
    DANA,
    MORNING,
    PAYER,
    pdf_text,
    sitting,
    statement,
)


def text(made: Statement, language: str = "en") -> str:
    return pdf_text(write_pdf(made, language, compressed=False))


@pytest.fixture(scope="module")
def superbill() -> str:
    alone = sitting("2", Service.INDIVIDUAL, 52.99, MORNING + timedelta(hours=3))
    return text(statement(sitting(minutes=171.5), alone, coverages=(COVERAGE,)))


def test_a_superbill_says_who_when_how_long_and_which_code(superbill: str) -> None:
    lines = superbill.splitlines()
    for expected in ("Harbor Clinic", "Superbill", "Ana Ruiz", "Acme Health", "PPO Gold", "M-12"):
        assert expected in lines
    assert "Mar 2, 2026" in lines
    assert "12:00 PM – 12:52 PM" in lines
    assert {"52", "90834", "95", "10"} <= set(lines), "whole minutes, code, modifier, place of service"
    assert "exactly 0:52:59" in superbill
    assert "license NY 081234" in superbill.replace("\xa0", " ")


def test_it_shows_the_payers_minimum_beside_what_was_present_and_no_verdict(superbill: str) -> None:
    assert "payer minimum 180: 171 present" in superbill
    assert "S9480" not in superbill
    assert "people present: 9" in superbill


def test_it_leaves_a_blank_for_diagnoses_and_says_none(superbill: str) -> None:
    assert "Diagnosis codes" in superbill
    assert "A  ______________" in superbill


def test_an_attendance_statement_has_neither_codes_nor_a_blank_for_diagnoses() -> None:
    found = text(statement(sitting(), kind=StatementKind.ATTENDANCE))
    assert "Attendance statement" in found
    assert "90853" not in found
    assert "Diagnosis" not in found


def test_protected_lines_go_with_the_notice_and_the_scope_of_the_consent() -> None:
    found = text(statement(sitting(protected=True), recipient=PAYER))
    assert REDISCLOSURE_NOTICE in found
    assert "for this purpose: payment of my care. It ends on Sep 1, 2026." in found.replace("\n", " ")


def test_without_protected_lines_or_for_the_client_there_is_no_notice() -> None:
    assert REDISCLOSURE_NOTICE not in text(statement(sitting(), recipient=PAYER))
    assert REDISCLOSURE_NOTICE not in text(statement(sitting(protected=True)))


def test_a_hole_in_the_licences_leaves_the_place_empty() -> None:
    found = text(statement(sitting(leaders=(DANA.__class__(DANA.person, DANA.name),))))
    assert "led by Dana Therapist" in found
    assert "license" not in found


@pytest.mark.parametrize(
    ("name", "letters"),
    [("أحمد الفاسي", "أحمد"), ("יעל כהן", "יעל"), ("Zoë Nguyễn", "Nguyễn"), ("Łukasz Żak", "Łukasz")],
)
def test_names_of_any_script_can_be_copied_out_again(name: str, letters: str) -> None:
    found = text(statement(client=name, kind=StatementKind.ATTENDANCE))
    # Scripts from right to left are drawn in the order in which they are seen.
    assert letters in found or letters[::-1] in found
    assert "\ufffd" not in found


def test_arabic_letters_are_joined_in_the_drawing() -> None:
    joined = write_pdf(statement(client="ببب"), "en", compressed=False)
    apart = write_pdf(statement(client="ب ب ب"), "en", compressed=False)
    # At the beginning, in the middle and at the end of a word the letter has a drawing of its own.
    assert (joined.count(b" <0628>"), apart.count(b" <0628>")) == (3, 1)


def test_it_is_written_in_the_language_that_is_asked_for() -> None:
    found = text(statement(sitting()), "es")
    assert "a cargo de Dana Therapist" in found
    assert "2 mar 2026" in found


def test_a_long_statement_has_pages_and_one_of_nothing_says_so() -> None:
    some = [sitting(str(index), begins=MORNING + timedelta(hours=3 * index)) for index in range(60)]
    found = text(statement(*some))
    assert "Page 4 of 4" in found or "Page 3 of 3" in found
    assert "60 sessions · 5400 minutes · exactly 90:00:00" in found
    assert "No sessions in this period." in text(statement())


def test_one_statement_has_one_file() -> None:
    made = statement(sitting())
    assert write_pdf(made, "en") == write_pdf(made, "en")
