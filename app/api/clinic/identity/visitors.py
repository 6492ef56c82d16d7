"""Whoever asks before they are signed in: limited by network, from our own pages only, known by a random cookie."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.access.callers import Caller
from app.access.identity.services import Visitor
from app.access.identity.starting import Started
from app.api.clinic.common.calls import check_origin
from app.api.clinic.identity.cookies import browser_cookie_name, set_browser, set_device, set_sign_in
from app.api.doors.networks import networks_of
from app.api.doors.scope import door_of
from app.api.problems import Problem
from app.api.services import Services, services_of
from app.runtime.clock import to_datetime

__all__ = ["STRANGERS_BURST", "STRANGERS_PER_S", "Stranger", "Strange", "describe_device", "visitor_of"]

STRANGERS_BURST: Final = 120
STRANGERS_PER_S: Final = 2.0
"""A whole clinic may sign in behind one address at nine; guesses are slowed down by account (``Lockout``)."""
_AGAIN_S: Final = 5
_BROWSER: Final = re.compile(r"[A-Za-z0-9_-]{24}")
_BROWSER_BYTES: Final = 18
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""In this order: most browsers also carry the names of those further down."""
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """A request of somebody who is not signed in yet, or not wholly.

    Attributes:
        secret: What their sign-in cookie holds; empty if there is none.
    """

    services: Services
    visitor: Visitor
    now: datetime
    secret: str
    request: Request
    response: Response

    @property
    def browser(self) -> str:
        """The browser's random id; a browser without one gets one."""
        if self.visitor.browser is not None:
            return self.visitor.browser
        browser = secrets.token_urlsafe(_BROWSER_BYTES)
        set_browser(self.response, self.services.cookie, browser)
        return browser

    def take(self, started: Started, response: Response | None = None) -> Caller:
        """Give the browser the cookies of a sign-in; return who is signed in."""
        answer = self.response if response is None else response
        set_sign_in(answer, self.services.cookie, started.secret)
        if started.device is not None:
            set_device(answer, started.device)
            door_of(self.request.scope).prove()
        return started.caller


async def admit_stranger(request: Request, response: Response) -> Stranger:
    services = services_of(request)
    check_origin(request, services)
    steady = services.clock.steady()
    host = request.client.host if request.client else ""
    if not all([services.strangers.admit(network, steady) for network in networks_of(host)]):
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, "rate.limited", _AGAIN_S)
    return Stranger(
        services,
        visitor_of(request, services),
        to_datetime(services.clock.now()),
        request.cookies.get(services.cookie, ""),
        request,
        response,
    )


Strange = Annotated[Stranger, Depends(admit_stranger)]
"""Whoever asks, as a route's argument."""


def visitor_of(request: Request, services: Services) -> Visitor:
    """Return what is known of the browser that asks."""
    browser = request.cookies.get(browser_cookie_name(services.cookie), "")
    return Visitor(
        networks_of(request.client.host if request.client else "")[0],
        describe_device(request.headers.get("user-agent", "")),
        browser if _BROWSER.fullmatch(browser) else None,
        request.cookies,
    )


def describe_device(user_agent: str) -> str:
    """Return a browser and a system as people call them, such as "Firefox, Android"; empty if neither is known."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), None)
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), None)
    return ", ".join(name for name in (browser, system) if name)
