from starlette.requests import HTTPConnection

from app.api.services import services_of
from tests.app.conftest import WebService, inside


async def test_the_services_are_those_of_the_application_that_serves(web: WebService) -> None:
    app = inside(web.app)
    assert services_of(HTTPConnection({"type": "http", "app": app})) is web.services
