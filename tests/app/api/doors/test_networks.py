import pytest

from app.api.doors.networks import networks_of


@pytest.mark.parametrize(
    ("host", "networks"),
    [
        ("192.0.2.7", ("192.0.2.7",)),
        ("::ffff:192.0.2.7", ("192.0.2.7",)),
        ("2001:db8:1:2::5", ("20010db800010002/64", "20010db80001/48")),
        ("2001:db8:1:3::5", ("20010db800010003/64", "20010db80001/48")),
        ("2001:DB8:1:2:ffff::1", ("20010db800010002/64", "20010db80001/48")),
        ("testclient", ("testclient",)),
    ],
)
def test_an_address_is_counted_with_its_networks(host: str, networks: tuple[str, ...]) -> None:
    assert networks_of(host) == networks
