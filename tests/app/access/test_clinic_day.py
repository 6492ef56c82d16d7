from datetime import UTC, datetime

import pytest

from app.access.clinic_day import today
from tests.app.access.conftest import Place


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 2, 15, tzinfo=UTC), "2026-03-02"),
        (datetime(2026, 3, 2, 4, 59, tzinfo=UTC), "2026-03-01"),
        (datetime(2026, 3, 2, 5, 0, tzinfo=UTC), "2026-03-02"),
        # An hour earlier by the sun since the clocks went forward.
        (datetime(2026, 3, 9, 3, 59, tzinfo=UTC), "2026-03-08"),
        (datetime(2026, 3, 9, 4, 0, tzinfo=UTC), "2026-03-09"),
    ],
)
async def test_a_day_begins_at_midnight_of_the_clinic(place: Place, now: datetime, day: str) -> None:
    async with place.write(now) as unit:
        assert today(unit).isoformat() == day
