from starlette.requests import HTTPConnection

from app.api.services import services_of
from tests.app.conftest import WebService, inside


async def test_the_services_are_those_of_the_application_that_serves(web_service: WebService) -> None:
    app = inside(web_service.app)
    assert services_of(HTTPConnection({"type": "http", "app": app})) is web_service.services
