import pytest

from app.runtime.exit_settings import EXIT_URL, check_exit_url


@pytest.mark.parametrize("url", [EXIT_URL, "https://www.aemet.es/es/portada?x=1"])
def test_a_page_of_the_web_can_be_chosen(url: str) -> None:
    assert check_exit_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://weather.example/",
        "javascript:alert(1)",
        "https://",
        "https://user@weather.example/",
        'https://weather.example/"><script>',
        "https://weather.example/ and more",
        "https://wetter.example/ü",
        "https://weather.example/" + "x" * 200,
    ],
)
def test_nothing_else_can(url: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        check_exit_url(url)
