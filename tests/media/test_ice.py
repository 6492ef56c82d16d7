"""The consent of a connection."""

from media.ice import CONSENT_S, IceState


def test_consent_ends_without_checks() -> None:
    ice = IceState("u", "p")
    assert not ice.is_alive(0.0)
    ice.heard = 1.0
    assert ice.is_alive(1.0 + CONSENT_S - 0.1)
    assert not ice.is_alive(1.0 + CONSENT_S)
