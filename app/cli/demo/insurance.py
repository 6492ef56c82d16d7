"""What pays for care in the demo: two payers, a chart, coverages, and an authorisation that soon runs out."""

from collections.abc import Mapping
from datetime import date, timedelta

from app.access.programme.attendance.insurance.changes import add_authorisation, add_coverage
from app.access.programme.attendance.insurance.identified import choose_identified
from app.access.programme.attendance.insurance.recipients import add_recipient
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import CoupleId, PersonId
from clinic.consents.recipients import RecipientKind
from clinic.identity.access import Principal
from clinic.programme.authorisations import Authorisation, Unit
from clinic.programme.coverage import Benefit, Billed, Coverage, Covered, Item

__all__ = ["insure"]

_SAID: Mapping[Benefit, Item] = {
    Benefit.GROUP: Item(Covered.YES),
    Benefit.INDIVIDUAL: Item(Covered.YES),
    Benefit.COUPLES: Item(Covered.YES, "under one identified patient"),
    Benefit.MEDICAL: Item(Covered.YES),
    Benefit.MEALS: Item(Covered.NO, "said on the phone"),
}


async def insure(
    unit: ClinicUnit,
    owner: Principal,
    partners: tuple[PersonId, PersonId],
    couple: CoupleId,
    alone: PersonId,
    today: date,
) -> None:
    """Give a partner of a couple, and somebody else, a coverage each; the partner's days nearly run out."""
    acme = await add_recipient(unit, owner, "Acme Behavioral Health", RecipientKind.PAYER)
    harbor = await add_recipient(unit, owner, "Harbor Health Plan", RecipientKind.PAYER)
    await add_recipient(unit, owner, "Riverside charts", RecipientKind.EHR)
    begins = today - timedelta(days=60)
    first = await add_coverage(
        unit,
        owner,
        Coverage(
            "",
            partners[0],
            acme.id,
            "PPO Gold",
            "XJB-998223",
            begins,
            items=_SAID,
            minimum_min=180,
            counts_individual=True,
            review_on=today + timedelta(days=2),
        ),
    )
    await add_coverage(
        unit, owner, Coverage("", alone, harbor.id, "Choice 500", "HHP-20418", begins, items=_SAID)
    )
    for billed, counted, amount, days in (
        (Billed.DAY, Unit.DAYS, 12, 5),
        (Billed.COUPLES, Unit.SESSIONS, 8, 40),
    ):
        await add_authorisation(
            unit,
            owner,
            Authorisation(
                "",
                first.id,
                f"AUTH-{amount}",
                billed,
                counted,
                amount,
                today - timedelta(days=25),
                today + timedelta(days=days),
            ),
        )
    await choose_identified(unit, owner, couple, partners[0], 0)
