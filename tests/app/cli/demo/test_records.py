from app.cli.demo.records import add_records
from clinic.identity.roles import StaffRole
from clinic.records.correction_requests import CorrectionState
from tests.app.access.conftest import NOW, Place, place

__all__ = ["place"]


async def test_one_client_waits_for_an_answer_and_another_is_held(place: Place) -> None:
    asks, held = await place.clinic.client("Ana"), await place.clinic.client("Ben")
    owner = await place.staff(StaffRole.OWNER)
    async with place.write() as unit:
        await add_records(unit, asks=asks, held=held, owner=owner.person, now=NOW)
        (request,) = await unit.correction_requests.page(CorrectionState.ASKED, None, 10)
        assert (request.person, request.is_late(NOW)) == (asks, False)
        assert (await unit.holds.held()).people == {held}
