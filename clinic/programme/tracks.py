"""What a programme offers: the tracks a client may be on, and the kinds of service. Pure data."""

from enum import StrEnum

__all__ = ["Service", "Track"]


class Track(StrEnum):
    """A strand of treatment. A client may be on several; a session belongs to one."""

    INDIVIDUAL = "individual"
    COUPLES = "couples"
    GROUP = "group"
    SUD = "sud"
    """Substance use; what shows that a person is on it may be protected by 42 CFR Part 2."""
    MEDICAL = "medical"


class Service(StrEnum):
    """The kind of service a session is. Payers say which kinds count as programme time."""

    GROUP = "group"
    PSYCHOEDUCATION = "psychoeducation"
    INDIVIDUAL = "individual"
    COUPLES = "couples"
    MEDICAL = "medical"
    ALUMNI = "alumni"
    """Meetings after treatment."""
