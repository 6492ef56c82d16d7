from app.api.clinic.identity.routers import ROUTERS

STRANGERS = {"/door", "/recover"}


def test_every_route_is_of_signing_in_or_of_ones_own() -> None:
    paths = {route.path for router in ROUTERS for route in router.routes}  # type: ignore[attr-defined]
    assert len(paths) >= 30
    assert {path for path in paths if not path.startswith(("/sign-in", "/links", "/me"))} == STRANGERS


def test_no_two_routes_answer_the_same_request() -> None:
    asked = [
        (method, route.path)  # type: ignore[attr-defined]
        for router in ROUTERS
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    ]
    assert len(asked) == len(set(asked))
