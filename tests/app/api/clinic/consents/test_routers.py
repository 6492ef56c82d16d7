"""Everything about documents is served."""

from app.api.clinic.consents.routers import CONSENT_ROUTERS


def test_documents_ones_own_and_a_clients_are_served() -> None:
    paths = {route.path for router in CONSENT_ROUTERS for route in router.routes}  # type: ignore[attr-defined]
    assert {"/documents", "/me/agreements", "/people/{person}/agreements"} <= paths
