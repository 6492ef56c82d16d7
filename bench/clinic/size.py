"""How much of everything a clinic of so many clients has, and where it is kept. Pure.

The proportions are those of a clinic of 5,000 clients: 200 staff, 300 groups, 250 couples, and 3,000 sessions a week for
a year. A smaller clinic has as many sessions for each clinician and each client, so that what one of them sees is as
long.
"""

from dataclasses import dataclass
from enum import Enum

__all__ = ["MEMBERS", "WEEKS", "ClinicSize", "DatabaseKind"]

WEEKS = 52
"""Sessions of each series."""
MEMBERS = 12
"""Clients in each group, which meets twice a week."""
_LEAST = 2
"""Of clinicians, who lead groups in pairs, and of planners."""


class DatabaseKind(Enum):
    """A database that the service supports."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class ClinicSize:
    """What a clinic has.

    Attributes:
        planners: Staff who plan everybody's weeks and lead no session.
        couples: Each has a session a week.
        individual: Clients with a session of their own each week.
    """

    clients: int
    clinicians: int
    planners: int
    cohorts: int
    couples: int
    individual: int

    @property
    def staff(self) -> int:
        """All who work there."""
        return self.clinicians + self.planners

    @property
    def weekly(self) -> int:
        """Sessions of one week."""
        return 2 * self.cohorts + self.couples + self.individual

    @classmethod
    def of(cls, clients: int) -> "ClinicSize":
        """Return the size of a clinic of so many clients, 50 or more."""
        cohorts, couples = round(0.06 * clients), round(0.05 * clients)
        return cls(
            clients,
            max(_LEAST, round(0.036 * clients)),
            max(_LEAST, round(0.004 * clients)),
            cohorts,
            couples,
            round(0.6 * clients) - 2 * cohorts - couples,
        )
