"""Ids of ours as FHIR spells them, and back."""

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from app.exports.fhir.ids import fhir_id, own_id, person_in, person_in_session
from clinic.common.ids import AppointmentId, PersonId

RANDOM = st.text(f"{string.ascii_letters}{string.digits}-_", min_size=12, max_size=12)
FHIR = re.compile(r"[A-Za-z0-9\-.]{1,64}")


@given(RANDOM)
def test_every_id_can_be_spelled_and_read(text: str) -> None:
    spelled = fhir_id(f"pt_{text}")
    assert FHIR.fullmatch(spelled)
    assert own_id(spelled) == f"pt_{text}"


@given(RANDOM, RANDOM)
def test_a_person_in_a_session_is_found_again(session: str, person: str) -> None:
    appointment, somebody = AppointmentId(f"ss_{session}"), PersonId(f"pt_{person}")
    spelled = person_in_session(appointment, somebody)
    assert FHIR.fullmatch(spelled)
    assert person_in(spelled) == (appointment, somebody)


@given(st.text(max_size=80))
def test_what_is_no_id_is_none(text: str) -> None:
    found = own_id(text)
    assert found is None or fhir_id(found) == text
    both = person_in(text)
    assert both is None or person_in_session(*both) == text
