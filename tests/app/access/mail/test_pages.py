from app.access.mail.pages import Pages


def test_pages_are_at_the_public_address() -> None:
    pages = Pages("https://meet.example.org:8443")
    assert pages.host == "meet.example.org"
    assert pages.front == "https://meet.example.org:8443/"
    assert pages.devices == "https://meet.example.org:8443/me"
    assert pages.calendar("x") == "https://meet.example.org:8443/api/v1/calendar/x.ics"
