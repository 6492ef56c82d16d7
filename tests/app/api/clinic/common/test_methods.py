import httpx
import pytest
from fastapi import APIRouter, FastAPI

from app.api.clinic.common.methods import KnownMethods

router = APIRouter(prefix="/people")


@router.post("/merge")
async def merge() -> str:
    return "merged"


@router.get("/{person}")
async def read(person: str) -> str:
    return person


@router.patch("/{person}")
async def change(person: str) -> str:
    return person


async def ask(method: str, path: str) -> httpx.Response:
    app = FastAPI()
    app.include_router(router)
    transport = httpx.ASGITransport(KnownMethods(app, [router]))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.request(method, path)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/people/pt_1", "GET, PATCH"),
        ("GET", "/people/merge", "POST"),
        ("PATCH", "/people/merge", "POST"),
        ("TRACE", "/people/merge", "POST"),
        ("OPTIONS", "/people/pt_1", "GET, PATCH"),
    ],
)
async def test_another_method_is_refused_with_those_there_are(method: str, path: str, allow: str) -> None:
    answer = await ask(method, path)
    assert (answer.status_code, answer.headers["allow"], answer.json()["code"]) == (
        405,
        allow,
        "route.method",
    )
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/people/merge", 200), ("PATCH", "/people/pt_1", 200), ("GET", "/nothing", 404)],
)
async def test_others_pass(method: str, path: str, status: int) -> None:
    assert (await ask(method, path)).status_code == status
