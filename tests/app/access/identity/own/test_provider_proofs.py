"""Who may prove themselves through which provider; the way there and back is tested over HTTP."""

import pytest
from sqlalchemy import update

from app.access.identity.own.provider_proofs import proof_provider
from app.access.identity.ways.provider_settings import ChosenProvider, write_provider
from app.auth.oidc.sign_in import OidcClient
from app.persistence.clinic_store import Actor
from app.persistence.models.clinics import ClinicRow
from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, HERE


@pytest.mark.parametrize(
    ("roles", "host"),
    [
        ({StaffRole.ADMIN}, "id.example"),
        ({StaffRole.CLINICIAN, StaffRole.CARE_COORDINATOR}, "id.example"),
        ({StaffRole.OWNER}, None),
        ({StaffRole.CLINICIAN, StaffRole.CLINICAL_DIRECTOR}, None),
        ({StaffRole.AUDITOR}, None),
    ],
)
async def test_whoever_may_come_in_through_the_provider_may_prove_there(
    practice: WebService, roles: set[StaffRole], host: str | None
) -> None:
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        chosen = ChosenProvider(OidcClient("https://id.example/tenant", "attune", None))
        setting = {"oidc": write_provider(unit.keys, HERE, chosen)}
        await unit.session.execute(update(ClinicRow).where(ClinicRow.id == HERE).values(settings=setting))
        await unit.accounts.bind_subject(ADMIN, b"s" * 32)
    async with practice.store.read(HERE, Actor("system"), practice.now) as unit:
        account = await unit.accounts.find(ADMIN)
        assert account is not None
        assert proof_provider(unit, account, frozenset(roles)) == host
