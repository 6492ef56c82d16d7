from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinic.support.resources import STALE_AFTER, ResourceCard, ResourceKind, check_card, is_stale

TODAY = date(2026, 3, 2)
CARD = ResourceCard(
    "rs_1",
    ResourceKind.MEALS,
    "Community kitchen",
    "Hot meals.",
    "+12025550123",
    "https://kitchen.example.org/today",
    "Riverside",
    "en",
    TODAY,
)


def test_a_card_with_a_telephone_or_a_link_is_fine() -> None:
    assert check_card(CARD, TODAY) == []
    assert check_card(replace(CARD, url="", phone="988"), TODAY) == []
    assert check_card(replace(CARD, phone=""), TODAY) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://kitchen.example.org",
        "javascript:alert(1)",
        "https://",
        "https://localhost",
        "https://user:pass@kitchen.example.org",
        "https://kitchen.example.org:8443",
        "https://kitchen.example.org:port",
        "https://kitchen.example.org/a b",
        "https://kitchen.example.org/" + "x" * 300,
        "https://[::1",
    ],
)
def test_links_lead_to_public_pages_over_https_alone(url: str) -> None:
    assert [(one.field, one.code) for one in check_card(replace(CARD, url=url), TODAY)] == [
        ("url", "resource.url")
    ]


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"phone": "", "url": ""}, ("phone", "resource.reach")),
        ({"phone": "call us"}, ("phone", "field.phone")),
        ({"title": ""}, ("title", "field.required")),
        ({"language": "klingonish!"}, ("language", "field.language")),
        ({"checked_on": TODAY + timedelta(days=1)}, ("checked_on", "resource.checked")),
    ],
)
def test_what_is_wrong_is_told_at_its_field(wrong: dict[str, object], found: tuple[str, str]) -> None:
    errors = check_card(replace(CARD, **wrong), TODAY)  # type: ignore[arg-type]
    assert [(one.field, one.code) for one in errors] == [found]


def test_a_card_grows_old() -> None:
    assert not is_stale(replace(CARD, checked_on=TODAY - STALE_AFTER), TODAY)
    assert is_stale(replace(CARD, checked_on=TODAY - STALE_AFTER - timedelta(days=1)), TODAY)
