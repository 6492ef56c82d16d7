"""News of withdrawals leave once they are stored."""

from app.access.consents.notices import tell
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Withdrawal
from clinic.errors import Refused
from clinic.ids import ClinicId, PersonId
from tests.app.access.conftest import NOW, Place, refused
from tests.app.access.consents.conftest import HeardWithdrawals

NEWS = Withdrawal(ClinicId("cl_here"), PersonId("pt_ana"), DocumentKind.OBSERVERS, NOW)


async def test_nobody_hears_of_it_before_it_is_stored(place: Place, heard: HeardWithdrawals) -> None:
    async with place.write() as unit:
        tell(unit, heard, NEWS)
        assert heard.news == []
    assert heard.news == [NEWS]


async def test_nobody_hears_of_what_was_not_stored(place: Place, heard: HeardWithdrawals) -> None:
    async with refused("consent.ended"), place.write() as unit:
        tell(unit, heard, NEWS)
        raise Refused("consent.ended")
    assert heard.news == []
