import pytest

from app.access.callers import Caller
from app.access.mail.feeds import make_feed, read_feed, remove_feed
from app.access.mail.pages import Pages
from app.mail.stored.writer import MailWriter
from app.persistence.unit_of_work import Database
from clinic.common.errors import Refused
from clinic.common.ids import SignInId
from clinic.identity.access import Action, Principal, PrincipalKind
from tests.app.mail.draws import DAY, at
from tests.support.mail.clinic import ASHA, HERE, SYSTEM, MailClinic, open_mail_clinic

NOW = at("2026-03-02 15:00")
PAGES = Pages("https://meet.example.org")
WRITER = MailWriter("meet.example.org", "appointments@example.org")


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    return clinic


def caller(clinic: MailClinic, scopes: frozenset[Action] | None = None) -> Caller:
    principal = Principal(HERE, ASHA, PrincipalKind.CLIENT, frozenset(), SignInId("si_1"), NOW, scopes)
    return Caller(principal, None, NOW, clinic.store)


async def read(clinic: MailClinic, url: str) -> bytes:
    secret = url.rpartition("/")[2].removesuffix(".ics")
    return await read_feed(clinic.store, secret, WRITER, PAGES, NOW)


async def test_a_calendar_is_read_with_its_secret_alone(clinic: MailClinic) -> None:
    await clinic.add_appointment("ss_1", NOW + DAY, (ASHA,))
    url = await make_feed(caller(clinic), PAGES)
    assert b"UID:ss_1@meet.example.org" in await read(clinic, url)
    await remove_feed(caller(clinic))
    with pytest.raises(Refused, match=r"calendar\.unknown"):
        await read(clinic, url)


async def test_sharing_and_withdrawing_are_noted_and_reading_is_not(clinic: MailClinic) -> None:
    url = await make_feed(caller(clinic), PAGES)
    await read(clinic, url)
    await remove_feed(caller(clinic))
    async with clinic.store.read(HERE, SYSTEM, NOW) as unit:
        actions = [each.entry.action for each in await unit.audit.page()]
    assert actions == ["calendar.share", "calendar.withdraw"]


async def test_a_token_shares_nobodys_calendar(clinic: MailClinic) -> None:
    with pytest.raises(Refused, match=r"access\.denied"):
        await make_feed(caller(clinic, frozenset({Action.MAIL_READ})), PAGES)
