"""What the demo's people have asked about what is kept of them, and a legal hold, so that these pages live."""

from datetime import datetime, timedelta
from typing import Final

from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_correction_request_id, new_hold_id
from clinic.common.ids import PersonId
from clinic.records.correction_requests import CorrectionRequest, FactAbout
from clinic.records.retention import Hold

__all__ = ["add_records"]

_ASKED_BEFORE: Final = timedelta(days=12)
_HELD_BEFORE: Final = timedelta(days=40)


async def add_records(
    unit: ClinicUnit, *, asks: PersonId, held: PersonId, owner: PersonId, now: datetime
) -> None:
    """Let one client wait for the answer to a correction, and hold everything about another one."""
    await unit.correction_requests.add(
        CorrectionRequest(
            new_correction_request_id(),
            asks,
            FactAbout.CONTACT,
            "My apartment is 3, not 8.",
            "12 Elm Street, apartment 3",
            now - _ASKED_BEFORE,
        )
    )
    reason = "Letter from counsel: keep everything until the case is closed."
    await unit.holds.add(Hold(new_hold_id(), held, None, reason, owner, now - _HELD_BEFORE))
