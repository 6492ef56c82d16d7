"""The consent and the credentials of a connection."""

from media.net.ice import CONSENT_S, IceState


def test_consent_ends_without_checks() -> None:
    ice = IceState("u", "p")
    assert not ice.is_alive(0.0)
    ice.heard = 1.0
    assert ice.is_alive(1.0 + CONSENT_S - 0.1)
    assert not ice.is_alive(1.0 + CONSENT_S)


def test_after_a_restart_the_former_credentials_are_good_until_the_next() -> None:
    ice = IceState("u1", "p1")
    assert ice.renew("u2", "p2") is None
    assert ice.ufrags() == ("u2", "u1")
    assert [ice.password_of(ufrag) for ufrag in ("u1", "u2", "u3")] == ["p1", "p2", None]
    assert ice.renew("u3", "p3") == "u1"
    assert [ice.password_of(ufrag) for ufrag in ("u1", "u2", "u3")] == [None, "p2", "p3"]
    ice.former = None
    assert ice.ufrags() == ("u3",)
    assert ice.password_of("u2") is None
