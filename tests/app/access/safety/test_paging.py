import pytest

from app.access.mail.pages import Pages
from app.access.safety.paging import USEFUL_FOR, Pager, deliveries_of
from app.mail.delivery import DeliveryState, Reason
from app.mail.stored.writer import MailWriter
from app.persistence.clinic_store import Actor
from app.persistence.repositories.safety.alerts import AlertPage
from clinic.common.ids import PersonId
from clinic.safety.escalation import Delivery, Page, PagedAs
from rooms.model.events import HelpSignalled
from tests.support.rooms.setups import START
from tests.support.schedule.help import SHARED, HelpScene


def page(mail: str | None, reason: str | None = None, call: str = "none", attempts: int = 0) -> AlertPage:
    person = PersonId("pt_1")
    return AlertPage("pa_1", 1, person, "on_call", None, "ml_1", mail, reason, call, attempts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "deliveries"),
    [
        (page(None), [Delivery.FAILED]),
        (page(DeliveryState.QUEUED), [Delivery.PENDING]),
        (page(DeliveryState.SENDING), [Delivery.PENDING]),
        (page(DeliveryState.WAITING, Reason.SERVER_AWAY), [Delivery.FAILED]),
        (page(DeliveryState.DEAD, Reason.BAD_ADDRESS), [Delivery.FAILED]),
        (page(DeliveryState.DROPPED, Reason.LATE), [Delivery.FAILED]),
        (page(DeliveryState.SENT), [Delivery.DELIVERED]),
        (page(DeliveryState.DEAD, None, "due"), [Delivery.FAILED, Delivery.PENDING]),
        (page(DeliveryState.DEAD, None, "due", 1), [Delivery.FAILED, Delivery.FAILED]),
        (page(DeliveryState.DEAD, None, "done", 1), [Delivery.FAILED, Delivery.DELIVERED]),
        (page(DeliveryState.QUEUED, None, "failed", 6), [Delivery.PENDING, Delivery.FAILED]),
    ],
)
def test_what_became_of_each_message(made: AlertPage, deliveries: list[Delivery]) -> None:
    assert deliveries_of([made]) == deliveries


async def test_a_page_goes_before_all_mail_that_waits_at_any_hour_and_names_nobody(scene: HelpScene) -> None:
    await scene.record(HelpSignalled(SHARED, None), START)
    hurried: list[str] = []
    pager = Pager(Pages("https://meet.example.org"), lambda: hurried.append("mail"), lambda: None)
    clinic = scene.clinic
    async with scene.store.write(clinic.id, Actor("system"), clinic.now) as unit:
        (alert,) = await unit.alerts.since(clinic.now, "none", scene.therapist, 1)
        await pager.page(unit, alert.id, Page(scene.on_call[0], PagedAs.ON_CALL), 1)
        await pager.page(unit, alert.id, Page(scene.client, PagedAs.ON_CALL), 2)
    assert hurried == ["mail"]
    async with scene.store.read(clinic.id, Actor("system"), clinic.now) as unit:
        pages = await unit.alerts.pages(alert.id)
        assert [made.mail is not None for made in pages] == [True, False], "clients are never paged"
        (stored,) = await unit.outbox.newest([DeliveryState.QUEUED], 10)
    mail = MailWriter("meet.example.org", "a@example.org").write(stored)
    assert mail is not None
    assert mail.limits.safe_times is None
    assert mail.limits.useful_until == clinic.now + USEFUL_FOR
    said = f"{mail.content.subject} {mail.content.text}"
    assert "https://meet.example.org/on-call" in said
    for name in ("Elena", "Finn", "Ruiz", "Omar", "here"):
        assert name not in said.replace("there", "")
