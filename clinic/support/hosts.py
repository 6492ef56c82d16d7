"""Peer hosts: former clients who were trained to lead alumni groups. Pure."""

from dataclasses import dataclass
from datetime import date

from clinic.common.errors import FieldError
from clinic.common.ids import PersonId

__all__ = ["PeerHost", "check_host"]


@dataclass(frozen=True, slots=True)
class PeerHost:
    """A client who may be named as the host of alumni groups.

    Attributes:
        trained_on: The day on which their training ended.
    """

    person: PersonId
    trained_on: date


def check_host(host: PeerHost, today: date, *, alumni: bool) -> list[FieldError]:
    """Return what speaks against naming somebody a host.

    ``host.training``: their training is still to come. ``host.treated``: they are treated here, or never were.
    """
    checks = {"trained_on": "host.training" if host.trained_on > today else None}
    if not alumni:
        checks["person"] = "host.treated"
    return [FieldError(name, code) for name, code in checks.items() if code]
