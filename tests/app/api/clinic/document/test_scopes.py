"""What a token needs is what is described: without it it is refused by that name, with it alone it is let in."""

from collections.abc import Iterator

import httpx
import pytest

from app.api.clinic.document.scopes import ACTIONS
from app.runtime.clock import to_datetime
from clinic.identity.access import Action
from tests.app.api.clinic.document.test_document import document
from tests.app.api.clinic.document.test_odd_values import NEEDED, body_of
from tests.app.conftest import WebService
from tests.support.described.clinic import fill, find_callers
from tests.support.service.clinics import open_clinic

FREE = {"listOverrides", "listLevels"}
"""Without a couple one lists one's own; levels of care are no secret."""


def operations() -> Iterator[tuple[str, str, dict[str, object], tuple[Action, ...]]]:
    for path, methods in document()["paths"].items():
        for method, one in methods.items():
            for choice in one["security"]:
                if "token" in choice:
                    yield method.upper(), path, one, tuple(Action(scope) for scope in choice["token"])


def test_every_operation_for_tokens_names_its_scopes() -> None:
    assert {str(one["operationId"]) for _, _, one, scopes in operations() if not scopes} == FREE


def test_nothing_is_named_that_is_gone() -> None:
    known = {one["operationId"] for methods in document()["paths"].values() for one in methods.values()}
    assert ACTIONS.keys() - known == set()


@pytest.mark.parametrize("given", ["another", "these"])
async def test_the_scopes_are_those_that_are_asked_for(
    web_service: WebService, client: httpx.AsyncClient, given: str
) -> None:
    now = to_datetime(web_service.clock.now())
    callers = await find_callers(await open_clinic(web_service.store, "here", now), client)
    known = await fill(callers)
    wrong = list[object]()
    for method, path, one, scopes in operations():
        if scopes:
            other = Action.MAIL_READ if Action.POLICIES_READ in scopes else Action.POLICIES_READ
            allowed = {other} if given == "another" else set(scopes)
            made = await callers.owner.post(
                "/me/tokens", {"label": "T", "scopes": sorted(allowed), "days": 1}
            )
            assert made.status_code == 201, made.text
            filled = path
            for name in known:
                filled = filled.replace(f"{{{name}}}", known[name][0])
            filled = (
                filled.replace("{kind}", "group")
                .replace("{mail}", "ml_none")
                .replace("{agenda_template}", "ag_none")
            )
            answer = await client.request(
                method,
                f"/api/v1{filled}",
                headers={"authorization": f"Bearer {made.json()['secret']}", "if-match": '"1"'},
                params={
                    p["name"]: NEEDED[p["name"]] for p in one.get("parameters", ()) if p["name"] in NEEDED
                },
                json=body_of(one),
            )
            code = (
                answer.json().get("code")
                if answer.content and "json" in answer.headers["content-type"]
                else ""
            )
            if given == "another":
                if code != "access.denied" or answer.json()["reason"] not in scopes:
                    wrong.append((method, path, scopes, answer.text))
            elif code == "access.denied":
                wrong.append((method, path, scopes, answer.text))
            await callers.owner.delete(f"/me/tokens/{made.json()['id']}")
    assert wrong == []
