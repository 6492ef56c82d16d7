from fastapi import FastAPI

from app.api.clinic.people.routers import PEOPLE_ROUTERS


def test_every_request_is_described() -> None:
    api = FastAPI()
    for router in PEOPLE_ROUTERS:
        api.include_router(router)
    operations = [one for path in api.openapi()["paths"].values() for one in path.values()]
    assert len(operations) == 37
    assert [one["operationId"] for one in operations if not one.get("description")] == []
    assert len({one["operationId"] for one in operations}) == len(operations)


def test_paths_with_words_of_their_own_are_tried_before_those_of_one_person() -> None:
    paths = [route.path for router in PEOPLE_ROUTERS for route in router.routes]  # type: ignore[attr-defined]
    first = paths.index("/people/{person}")
    assert max(paths.index(f"/people/{word}") for word in ("import", "export.csv", "merge")) < first
