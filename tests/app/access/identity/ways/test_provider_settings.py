"""What a clinic's settings hold about its provider; signing in through it is tested over HTTP."""

import pytest

from app.access.identity.ways.provider_settings import ChosenProvider, provider_of, write_provider
from app.auth.oidc.sign_in import OidcClient
from app.persistence.encryption import ClinicKeys, KeysUnusable
from app.persistence.repositories.clinics import ClinicRecord
from clinic.common.ids import ClinicId

KEYS = ClinicKeys((bytes(32),))
HERE = ClinicId("cl_here")


def clinic(setting: object, clinic_id: ClinicId = HERE) -> ClinicRecord:
    return ClinicRecord(clinic_id, "Riverside", "UTC", None, {"oidc": setting}, 1)


@pytest.mark.parametrize("secret", ["s3cret", None])
def test_a_provider_comes_back_and_its_secret_is_encrypted(secret: str | None) -> None:
    chosen = ChosenProvider(OidcClient("https://id.example", "attune", secret), ("riverside.example",))
    setting = write_provider(KEYS, HERE, chosen)
    assert "s3cret" not in f"{setting}{chosen}"
    assert provider_of(KEYS, clinic(setting)) == chosen


def test_a_secret_of_another_clinic_does_not_open() -> None:
    setting = write_provider(KEYS, HERE, ChosenProvider(OidcClient("https://id.example", "attune", "s3cret")))
    with pytest.raises(KeysUnusable):
        provider_of(KEYS, clinic(setting, ClinicId("cl_there")))


@pytest.mark.parametrize(
    "setting", [None, {}, {"issuer": "https://id.example"}, {"issuer": 1, "client_id": 2}]
)
def test_settings_without_a_provider_have_none(setting: object) -> None:
    assert provider_of(KEYS, clinic(setting)) is None


@pytest.mark.parametrize(
    ("domains", "address", "found"),
    [
        ((), "dana@anywhere.example", True),
        (("riverside.example",), "dana@Riverside.Example", True),
        (("riverside.example",), "dana@sub.riverside.example", False),
        (("riverside.example",), "dana@riverside.example.evil.example", False),
        (("riverside.example",), "dana", False),
    ],
)
def test_accounts_are_found_by_addresses_of_the_chosen_domains_alone(
    domains: tuple[str, ...], address: str, found: bool
) -> None:
    assert (
        ChosenProvider(OidcClient("https://id.example", "attune", None), domains).may_find(address) is found
    )
