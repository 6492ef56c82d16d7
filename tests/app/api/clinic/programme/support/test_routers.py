from app.api.clinic.programme.support.routers import SUPPORT_ROUTERS
from tests.app.api.clinic.document.test_document import document


def test_every_route_about_support_is_served_and_described() -> None:
    described = {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method, one in methods.items()
        if "Support" in one["tags"]
    }
    routes = {
        (method, route.path)
        for router in SUPPORT_ROUTERS
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert routes == described
