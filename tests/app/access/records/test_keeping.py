from datetime import UTC, datetime, timedelta

from app.access.records.keeping import Cutoffs, cutoffs
from clinic.identity.links import HOLDS_FOR
from clinic.identity.sign_ins import LONGEST

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def test_what_is_over_is_kept_for_a_month_and_dead_mail_for_half_a_year() -> None:
    assert cutoffs(NOW) == Cutoffs(
        links=ago(days=30),
        sign_ins=ago(days=30),
        begun_sign_ins=ago(days=30, hours=12),
        mail=ago(days=30),
        dead_mail=ago(days=180),
        repeats=ago(days=1),
        places=ago(days=7 * 365.25),
        webhook_events=ago(days=30),
    )


def test_nothing_is_due_while_it_still_works() -> None:
    due = cutoffs(NOW)
    assert due.links < NOW - max(HOLDS_FOR.values())
    assert due.begun_sign_ins + LONGEST == due.sign_ins


def test_a_clinic_chooses_how_long_places_are_kept() -> None:
    assert cutoffs(NOW, 10).places == ago(days=3652.5)
