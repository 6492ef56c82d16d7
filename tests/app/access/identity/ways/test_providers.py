"""What a clinic's settings hold about its provider; signing in through it is tested over HTTP."""

import pytest

from app.access.identity.ways.providers import provider_of, write_provider
from app.auth.oidc.sign_in import OidcClient
from app.persistence.encryption import ClinicKeys, KeysUnusable
from app.persistence.repositories.clinics import ClinicRecord
from clinic.ids import ClinicId

KEYS = ClinicKeys((bytes(32),))
HERE = ClinicId("cl_here")


def clinic(setting: object, clinic_id: ClinicId = HERE) -> ClinicRecord:
    return ClinicRecord(clinic_id, "Riverside", "UTC", None, {"oidc": setting}, 1)


@pytest.mark.parametrize("secret", ["s3cret", None])
def test_a_provider_comes_back_and_its_secret_is_encrypted(secret: str | None) -> None:
    client = OidcClient("https://id.example", "attune", secret)
    setting = write_provider(KEYS, HERE, client)
    assert "s3cret" not in str(setting)
    assert provider_of(KEYS, clinic(setting)) == client


def test_a_secret_of_another_clinic_does_not_open() -> None:
    setting = write_provider(KEYS, HERE, OidcClient("https://id.example", "attune", "s3cret"))
    with pytest.raises(KeysUnusable):
        provider_of(KEYS, clinic(setting, ClinicId("cl_there")))


@pytest.mark.parametrize(
    "setting", [None, {}, {"issuer": "https://id.example"}, {"issuer": 1, "client_id": 2}]
)
def test_settings_without_a_provider_have_none(setting: object) -> None:
    assert provider_of(KEYS, clinic(setting)) is None
