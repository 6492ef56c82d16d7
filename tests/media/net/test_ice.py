"""The consent and the credentials of a connection."""

from media.net.ice import CONSENT_S, MAX_CREDENTIALS, Credentials, IceState


def state() -> IceState:
    return IceState([Credentials("u1", "p1")])


def ufrags(ice: IceState) -> list[str]:
    return [one.ufrag for one in ice.credentials]


def test_consent_ends_without_checks() -> None:
    ice = state()
    assert not ice.is_alive(0.0)
    ice.heard = 1.0
    assert ice.is_alive(1.0 + CONSENT_S - 0.1)
    assert not ice.is_alive(1.0 + CONSENT_S)


def test_however_many_restarts_follow_one_another_the_proven_credentials_stay_good() -> None:
    ice = state()
    assert ice.renew("u2", "p2") is None
    assert ice.renew("u3", "p3") is None
    assert ice.renew("u4", "p4") == "u2"
    assert ufrags(ice) == ["u1", "u3", "u4"]
    assert len(ice.credentials) == MAX_CREDENTIALS
    assert ice.newest.password == "p4"
    assert ice.find("u2") is None
    assert ice.find("u3") is ice.credentials[1]


def test_a_check_voids_what_is_older_and_leaves_what_is_newer() -> None:
    ice = state()
    ice.renew("u2", "p2")
    ice.renew("u3", "p3")
    assert ice.prove(ice.credentials[0]) == []
    assert ice.prove(ice.credentials[1]) == ["u1"]
    assert ufrags(ice) == ["u2", "u3"]
    assert ice.prove(ice.newest) == ["u2"]
    assert ice.prove(ice.newest) == []
