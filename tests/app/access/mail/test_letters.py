import pytest

from app.access.callers import Caller
from app.access.mail.letters import MailList, access_demo_mails, access_mails, send_again
from app.mail.delivery import DeliveryEvent, Reason, Settlement
from app.mail.messages import Invitation, Link
from app.mail.stored.facts import write_facts
from app.mail.stored.outbox import DatabaseOutbox
from app.mail.stored.writer import MailWriter
from app.persistence.repositories.mail.records import NewMail
from app.persistence.unit_of_work import Database
from clinic.common.errors import Refused
from clinic.common.ids import SignInId
from clinic.identity.access import Action, Principal, PrincipalKind
from clinic.identity.roles import StaffRole
from tests.app.mail.draws import DAY, HOUR, at
from tests.support.mail.clinic import ASHA, HERE, RUIZ, SYSTEM, MailClinic, open_mail_clinic

NOW = at("2026-03-02 15:00")
WRITER = MailWriter("meet.example.org", "appointments@example.org")
FULL = Settlement(DeliveryEvent.FAILED, Reason.MAILBOX_FULL, "4.2.2")


@pytest.fixture
async def clinic(database: Database) -> MailClinic:
    """One invitation, which died."""
    clinic = await open_mail_clinic(database, NOW)
    await clinic.add_person(ASHA, NOW)
    await clinic.add_person(RUIZ, NOW, kind="staff")
    facts = Invitation(Link("https://meet.example.org/welcome#k"), NOW + DAY)
    async with clinic.store.write(HERE, SYSTEM, NOW) as unit:
        new = NewMail(ASHA, facts.kind, write_facts(facts), NOW, NOW + DAY)
        await unit.outbox.add([new], "queued", NOW)
    outbox = DatabaseOutbox(clinic.store, WRITER)
    for mail in await outbox.claim(NOW, 10, NOW + HOUR):
        await outbox.settle(mail, FULL, NOW)
    return clinic


def caller(clinic: MailClinic, *roles: StaffRole, scopes: frozenset[Action] | None = None) -> Caller:
    principal = Principal(HERE, RUIZ, PrincipalKind.STAFF, frozenset(roles), SignInId("si_1"), NOW, scopes)
    return Caller(principal, None, NOW, clinic.store)


async def test_a_dead_letter_that_was_read_again_is_sent_again(clinic: MailClinic) -> None:
    me, woken = caller(clinic, StaffRole.ADMIN), list[bool]()
    (mail,) = await access_mails(me, MailList.DEAD, None, 10)
    await send_again(me, mail.id, lambda: woken.append(True))
    assert woken == [True]
    assert await access_mails(me, MailList.DEAD, None, 10) == []
    (again,) = await access_mails(me, MailList.WAITING, None, 10)
    assert (again.id, again.state, again.due_at) == (mail.id, "queued", NOW)


async def test_an_integration_may_watch_dead_letters(clinic: MailClinic) -> None:
    watching = caller(clinic, StaffRole.ADMIN, scopes=frozenset({Action.MAIL_READ}))
    assert len(await access_mails(watching, MailList.DEAD, None, 10)) == 1


@pytest.mark.parametrize("roles", [[], [StaffRole.CLINICIAN], [StaffRole.TECH_HOST], [StaffRole.AUDITOR]])
async def test_who_does_not_plan_sees_no_mail(clinic: MailClinic, roles: list[StaffRole]) -> None:
    me = caller(clinic, *roles)
    for call in (
        access_mails(me, MailList.DEAD, None, 10),
        send_again(me, "ml_1", lambda: None),
        access_demo_mails(me, WRITER),
    ):
        with pytest.raises(Refused, match=r"access\.denied"):
            await call


async def test_a_refused_repetition_wakes_nobody(clinic: MailClinic) -> None:
    woken: list[bool] = []
    with pytest.raises(Refused, match=r"mail\.unknown"):
        await send_again(caller(clinic, StaffRole.ADMIN), "ml_none", lambda: woken.append(True))
    assert woken == []
