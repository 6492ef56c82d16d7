from datetime import UTC, datetime

import pytest

from clinic.common.errors import Invalid, Refused
from clinic.common.ids import PersonId
from clinic.support.reports import WORDS_LIMIT, Report, ReportOutcome, ReportState, check_words, conclude

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
REPORT = Report("rp_1", "pl_1", PersonId("pt_ana"), PersonId("pt_ben"), NOW, "Asks for money.", "Call me")
DANA = PersonId("pt_dana")


def test_what_was_done_is_kept_with_its_reason_and_stays_done() -> None:
    done = conclude(REPORT, ReportOutcome.SUSPEND, "Talked with both.", DANA, NOW)
    assert (done.state, done.outcome, done.done_by) == (ReportState.DONE, ReportOutcome.SUSPEND, DANA)
    with pytest.raises(Refused, match=r"report\.done"):
        conclude(done, ReportOutcome.NOTHING, "Again", DANA, NOW)


def test_a_reason_is_needed() -> None:
    with pytest.raises(Invalid):
        conclude(REPORT, ReportOutcome.NOTHING, "", DANA, NOW)


@pytest.mark.parametrize("words", ["", "x" * (WORDS_LIMIT + 1)])
def test_a_report_says_something_within_bounds(words: str) -> None:
    check_words("Asks for money.\nEvery day.")
    with pytest.raises(Invalid):
        check_words(words)


def test_what_was_written_is_in_no_log() -> None:
    assert "money" not in repr(REPORT)
