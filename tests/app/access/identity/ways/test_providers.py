"""Whether a clinic has a provider; signing in through it is tested over HTTP."""

from sqlalchemy import update

from app.access.identity.ways.provider_settings import ChosenProvider, write_provider
from app.access.identity.ways.providers import has_provider
from app.auth.oidc.sign_in import OidcClient
from app.persistence.clinic_store import Actor
from app.persistence.models.clinics import ClinicRow
from clinic.common.ids import ClinicId
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import HERE


async def test_only_a_clinic_that_chose_one_has_a_provider(practice: WebService) -> None:
    assert not await has_provider(practice.identity, HERE, practice.now)
    assert not await has_provider(practice.identity, ClinicId("cl_nowhere"), practice.now)
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        chosen = ChosenProvider(OidcClient("https://id.example", "attune", None))
        setting = {"oidc": write_provider(unit.keys, HERE, chosen)}
        await unit.session.execute(update(ClinicRow).where(ClinicRow.id == HERE).values(settings=setting))
    assert await has_provider(practice.identity, HERE, practice.now)
