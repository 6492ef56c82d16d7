import pytest

from bench.web.run import Client, Row, client_from, table_of
from bench.web.visit import Seen


def test_the_table_has_both_visits_of_each_client() -> None:
    rows = [
        Row("Attune", "slow 4G", Seen(1.234, 9, 91_234), Seen(0.567, 2, 1_900)),
        Row("Other", "3G", Seen(10.0, 124, 1_000_000), Seen(5.0, 124, 1_000)),
    ]
    assert table_of(rows).splitlines()[2:] == [
        "| Attune | slow 4G | 1.23 s | 0.57 s | 9 / 2 | 91.2 / 1.9 |",
        "| Other | 3G | 10.00 s | 5.00 s | 124 / 124 | 1000.0 / 1.0 |",
    ]


def test_another_client_is_named_with_what_is_pressed_in_it() -> None:
    assert client_from("Other,https://meet.test/a?b=1,button.go, a.go") == Client(
        "Other", "https://meet.test/a?b=1", "button.go, a.go"
    )


@pytest.mark.parametrize(
    "text", ["", "Other", "Other,https://meet.test/", "Other,meet.test,a", ",http://a,b"]
)
def test_a_client_that_cannot_be_visited_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="NAME,URL,SELECTOR"):
        client_from(text)
