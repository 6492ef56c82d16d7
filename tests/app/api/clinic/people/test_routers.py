from fastapi import FastAPI

from app.access.care_team.alerts import AuditedAlerts
from app.api.clinic.people.routers import build_people_routers


def test_every_request_is_described() -> None:
    api = FastAPI()
    for router in build_people_routers(AuditedAlerts()):
        api.include_router(router)
    operations = [one for path in api.openapi()["paths"].values() for one in path.values()]
    assert len(operations) == 37
    assert [one["operationId"] for one in operations if not one.get("description")] == []
    assert len({one["operationId"] for one in operations}) == len(operations)


def test_paths_with_words_of_their_own_are_tried_before_those_of_one_person() -> None:
    paths = [route.path for router in build_people_routers(AuditedAlerts()) for route in router.routes]  # type: ignore[attr-defined]
    first = paths.index("/people/{person}")
    assert max(paths.index(f"/people/{word}") for word in ("import", "export.csv", "merge")) < first
