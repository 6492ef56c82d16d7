"""What a programme offers: the tracks a client may be on, and the kinds of service. Pure data."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

__all__ = ["SERVICES", "Service", "Track"]


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


SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        "group": Service.GROUP,
        "multi_couple": Service.GROUP,
        "couples": Service.COUPLES,
        "individual": Service.INDIVIDUAL,
        "psychoeducation": Service.PSYCHOEDUCATION,
        "medical_visit": Service.MEDICAL,
        "alumni": Service.ALUMNI,
    }
)
"""The kind of service that each kind of session is; the words are those of rooms."""
