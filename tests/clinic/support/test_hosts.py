from datetime import date

from clinic.common.errors import FieldError
from clinic.common.ids import PersonId
from clinic.support.hosts import PeerHost, check_host

HOST = PeerHost(PersonId("pt_ana"), date(2026, 3, 2))


def test_a_host_was_treated_here_is_not_any_more_and_is_trained() -> None:
    assert check_host(HOST, date(2026, 3, 2), alumni=True) == []
    assert check_host(HOST, date(2026, 3, 1), alumni=False) == [
        FieldError("trained_on", "host.training"),
        FieldError("person", "host.treated"),
    ]
