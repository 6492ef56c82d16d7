"""Organisations that records may go to, of one clinic."""

from dataclasses import replace

from clinic.common.ids import RecipientId
from clinic.consents.recipients import Recipient, RecipientKind
from tests.app.persistence.repositories.conftest import NOW, Clinics

ACME = Recipient(RecipientId("rc_1"), "Acme Health", RecipientKind.PAYER)
CHART = Recipient(RecipientId("rc_2"), "Chart", RecipientKind.EHR)


async def test_organisations_are_kept_by_name_changed_once_and_read_by_their_own_clinic_alone(
    clinics: Clinics,
) -> None:
    async with clinics.write() as unit:
        await unit.recipients.add(CHART)
        await unit.recipients.add(ACME)
        assert await unit.recipients.all() == [ACME, CHART]
        assert await unit.recipients.change(replace(CHART, name="Big Chart", archived_at=NOW))
        assert not await unit.recipients.change(CHART), "somebody else was first"
        assert await unit.recipients.open() == [ACME]
        assert await unit.recipients.find(CHART.id) == replace(
            CHART, name="Big Chart", archived_at=NOW, version=2
        )
        assert await unit.recipients.find_all([ACME.id, RecipientId("rc_none")]) == [ACME]
    async with clinics.write(clinics.there) as unit:
        assert await unit.recipients.all() == []
        assert not await unit.recipients.change(ACME)
