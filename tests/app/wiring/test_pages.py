from pathlib import Path

import app
from app.runtime.exit_settings import EXIT_URL
from app.wiring.pages import read_pages

WEB = Path(app.__file__).parent / "web"


def test_each_page_says_where_leaving_at_once_leads() -> None:
    """It is in the page itself: whoever leaves must not wait for an answer."""
    pages = read_pages(WEB, "https://weather.example/?a&b")
    for page in (pages.room.decode(), pages.clinic.decode()):
        assert '<meta name="attune-exit" content="https://weather.example/?a&amp;b" />' in page
        assert EXIT_URL not in page


def test_a_page_without_settings_is_the_file() -> None:
    assert read_pages(WEB, EXIT_URL).room == (WEB / "index.html").read_bytes()


def test_nothing_in_a_tab_says_what_the_page_is_for() -> None:
    pages = read_pages(WEB, EXIT_URL)
    for page in (pages.room.decode(), pages.clinic.decode()):
        head = page.partition("<body>")[0].lower()
        assert "<title>attune</title>" in head
        assert not any(word in head for word in ("therap", "session", "clinic<", "group", "counsel"))
