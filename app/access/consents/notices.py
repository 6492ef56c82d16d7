"""Who is told of a withdrawal, so that what runs under the consent stops at once."""

from typing import Protocol

from app.persistence.clinic_store import ClinicUnit
from clinic.consents.grants import Withdrawal

__all__ = ["ConsentNotices", "tell"]


class ConsentNotices(Protocol):
    """Takes news of withdrawals, after they are stored."""

    def withdrawn(self, news: Withdrawal) -> None:
        """Take note that somebody withdrew a consent. It must not raise and must not wait."""
        ...


def tell(unit: ClinicUnit, notices: ConsentNotices, news: Withdrawal) -> None:
    """Let a withdrawal be known once it is stored for good."""
    unit.afterwards.add(lambda: notices.withdrawn(news))
