"""Settings on the wire."""

import pytest

from clinic.identity.roles import StaffRole
from tests.support.schedule.world import Json, World, codes


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"counting": {"services": ["party"], "breaks": True}},
        {"counting": {"services": []}},
        {"min_staff": {"group": 5}},
        {"min_staff": {"party": 1}},
        {"secret": "x"},
    ],
)
async def test_settings_beyond_their_limits_are_malformed(world: World, wrong: Json) -> None:
    person = await world.clinic.staff("Adam Admin", StaffRole.ADMIN)
    admin = await world.clinic.sign_in(world.web, person)
    answer = await admin.change("PATCH", "/settings", wrong, 1)
    assert answer.json()["code"] == "form.malformed"
    assert next(iter(codes(answer)))[0].startswith(next(iter(wrong)))
    assert (await admin.get("/settings")).headers["etag"] == '"1"'
