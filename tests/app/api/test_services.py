from starlette.requests import HTTPConnection

from app.api.services import services_of
from tests.app.conftest import House, inside


async def test_the_services_are_those_of_the_application_that_serves(house: House) -> None:
    app = inside(house.app)
    assert services_of(HTTPConnection({"type": "http", "app": app})) is house.services
