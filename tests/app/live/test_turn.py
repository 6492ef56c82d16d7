import base64
import hashlib
import hmac
from datetime import timedelta

from app.live.turn import TurnCredentials
from rooms.model.ids import SeatId

URLS = ("turn:turn.example:3478",)


def test_a_credential_is_what_coturn_computes() -> None:
    (found,) = TurnCredentials(URLS, "shared", timedelta(hours=1)).credentials(SeatId("se_ana"), 1000.9)
    ends, _, mark = found.username.partition(":")
    assert ends == "4600"
    assert "ana" not in mark
    wanted = base64.b64encode(hmac.new(b"shared", found.username.encode(), hashlib.sha1).digest()).decode()
    assert found.credential == wanted
    assert found.urls == URLS


def test_without_a_server_there_is_no_credential() -> None:
    assert TurnCredentials((), "", timedelta(hours=1)).credentials(SeatId("se_ana"), 0) == []
