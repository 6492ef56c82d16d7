"""What a seat's page sends before the room: what somebody signs, where they are, and what is around them."""

from http import HTTPStatus
from typing import Any

import httpx

from tests.support.service.waiting import until

__all__ = [
    "CALIFORNIA",
    "NEW_YORK",
    "TEXAS",
    "read_steps",
    "say_around",
    "say_everything",
    "say_where",
    "sign_documents",
]

NEW_YORK = {
    "address": "1 River Street",
    "city": "New York",
    "state": "NY",
    "postal_code": "10001",
    "kind": "home",
    "phone": "+12125550100",
}
"""Where the demo's staff are licensed."""
TEXAS = NEW_YORK | {"city": "Austin", "state": "TX", "postal_code": "73301"}
CALIFORNIA = NEW_YORK | {"city": "Sacramento", "state": "CA", "postal_code": "95814"}


async def read_steps(web: httpx.AsyncClient, link: str) -> dict[str, Any]:
    """Return the steps, in a browser at which somebody of the seat has shown who they are."""
    return await _say(web, link, None)


async def sign_documents(web: httpx.AsyncClient, link: str, *people: str) -> list[str]:
    """Let each of these people sign or confirm all that is due from them now; return what they did."""
    done = []
    steps = await read_steps(web, link)
    for person in people:
        while document := _document(steps, person):
            done.append(f"{document['needs']}.{document['kind']}")
            said = {
                "step": document["needs"],
                "person": person,
                "version": document["version"],
                "language": "en",
            }
            steps = await _say(web, link, said)
    return done


def _document(steps: dict[str, Any], person: str) -> dict[str, Any] | None:
    return next((each["document"] for each in steps["people"] if each["id"] == person), None)


async def say_where(
    web: httpx.AsyncClient, link: str, person: str, place: dict[str, str] | None = NEW_YORK
) -> dict[str, Any]:
    """Say where somebody is, in a browser at which somebody of the seat has shown who they are; return the steps."""
    return await _say(web, link, {"step": "location", "person": person, "place": place})


async def say_around(
    web: httpx.AsyncClient, link: str, person: str, *company: str, private: bool = True
) -> dict[str, Any]:
    """Say what is around somebody."""
    around = {"private": private, "headphones": True, "company": list(company)}
    return await _say(web, link, {"step": "surroundings", "person": person, **around})


async def say_everything(web: httpx.AsyncClient, link: str, *people: str) -> None:
    """Let each of these people sign what is due, and say that they are at home in New York, in private."""
    for person in people:
        await say_where(web, link, person)
    await sign_documents(web, link, *people)
    await say_around(web, link, people[0])


async def _say(web: httpx.AsyncClient, link: str, said: dict[str, Any] | None) -> dict[str, Any]:
    body = {"invitation": link.partition("#")[2], "said": said}

    async def taken() -> httpx.Response | None:
        # On a busy machine the database may keep somebody waiting: the page says so, and they press again.
        answer = await web.post("/seats/preparation", json=body)
        return None if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE else answer

    answer = await until(taken, "it is taken")
    assert answer.status_code == HTTPStatus.OK, answer.text
    steps: dict[str, Any] = answer.json()
    return steps
