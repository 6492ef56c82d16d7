import pytest
from starlette.responses import Response

from app.access.identity.starting import DeviceCookie
from app.api.clinic.identity.cookies import clear_sign_in, set_browser, set_device, set_sign_in


def parts(response: Response) -> tuple[str, set[str]]:
    first, *rest = response.headers["set-cookie"].split("; ")
    return first, {part.lower() for part in rest}


def test_the_sign_in_cookie_is_for_this_host_and_site_alone_and_ends_with_the_browser() -> None:
    response = Response()
    set_sign_in(response, "__Host-attune", "secret")
    assert parts(response) == ("__Host-attune=secret", {"httponly", "secure", "samesite=strict", "path=/"})


def test_it_is_taken_away_as_it_was_given() -> None:
    response = Response()
    clear_sign_in(response, "__Host-attune")
    first, rest = parts(response)
    assert first == '__Host-attune=""'
    assert {"httponly", "secure", "samesite=strict", "path=/", "max-age=0"} <= rest


def test_the_device_cookie_lasts_half_a_year() -> None:
    response = Response()
    set_device(response, DeviceCookie("__Host-device-a", "value"))
    assert parts(response) == (
        "__Host-device-a=value",
        {"httponly", "secure", "samesite=strict", "path=/", "max-age=15552000"},
    )


def test_the_browsers_cookie_comes_along_when_a_provider_sends_the_browser_back() -> None:
    response = Response()
    set_browser(response, "__Host-attune", "b" * 24)
    assert parts(response) == (
        f"__Host-attune-browser={'b' * 24}",
        {"httponly", "secure", "samesite=lax", "path=/"},
    )


@pytest.mark.parametrize("give", [set_sign_in, set_browser])
def test_without_tls_cookies_are_not_limited_to_it(give: object) -> None:
    response = Response()
    give(response, "attune", "secret")  # type: ignore[operator]
    assert "secure" not in parts(response)[1]
