"""News of withdrawals reach everybody who follows."""

import logging
from datetime import UTC, datetime

import pytest

from app.live.planned.withdrawals import Withdrawals
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Withdrawal
from clinic.ids import ClinicId, PersonId

NEWS = Withdrawal(
    ClinicId("cl_a"), PersonId("pt_ana"), DocumentKind.OBSERVERS, datetime(2026, 3, 2, tzinfo=UTC)
)


def test_everybody_who_follows_is_told_even_after_one_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[Withdrawal] = []

    def fail(news: Withdrawal) -> None:
        raise RuntimeError

    withdrawals = Withdrawals()
    withdrawals.follow(fail)
    withdrawals.follow(heard.append)
    with caplog.at_level(logging.ERROR):
        withdrawals.withdrawn(NEWS)
    assert heard == [NEWS]
    assert [record.message for record in caplog.records] == ["consent.not_followed"]


def test_without_anybody_there_is_nothing_to_do() -> None:
    Withdrawals().withdrawn(NEWS)
