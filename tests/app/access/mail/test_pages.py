import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.access.mail.pages import Pages

ROUTES = Path("app/web/clinic/core/routing/routes.js")


def test_pages_are_at_the_public_address() -> None:
    pages = Pages("https://meet.example.org:8443")
    assert pages.host == "meet.example.org"
    assert pages.front == "https://meet.example.org:8443/"
    assert pages.devices == "https://meet.example.org:8443/me"
    assert pages.welcome("x") == "https://meet.example.org:8443/welcome#x"
    assert pages.entrance("x") == "https://meet.example.org:8443/sign-in#x"
    assert pages.room("x") == "https://meet.example.org:8443/join#x"
    assert pages.calendar("x") == "https://meet.example.org:8443/api/v1/calendar/x.ics"


@pytest.mark.parametrize("name", ["front", "devices", "webhooks", "welcome", "entrance"])
def test_the_browser_knows_the_page(name: str) -> None:
    page = getattr(Pages("https://meet.example.org"), name)
    address = urlsplit(page if isinstance(page, str) else page("secret"))
    assert re.search(rf'path: "{address.path}"', ROUTES.read_text())
