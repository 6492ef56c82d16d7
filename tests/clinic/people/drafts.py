"""People for tests: one who is in order, and any whom `check_person` finds in order."""

from datetime import time

from hypothesis import strategies as st

from clinic.people.contact import SafeChannel
from clinic.people.fields.email import email_problem, tidy_email
from clinic.people.fields.text import text_problem, tidy
from clinic.people.person import (
    LIMITS,
    Address,
    EmergencyContact,
    PersonFields,
    PersonKind,
    check_person,
    tidy_person,
)
from clinic.people.safe_times import SafeRange, Weekday

ANA = PersonFields(
    kind=PersonKind.CLIENT,
    display_name="Ana",
    time_zone="America/Chicago",
    legal_name="Ana María López",
    pronouns="she/her",
    email="ana@example.org",
    phone="+12025550123",
    address=Address("12 Main St", "Apt 4", "Springfield", "IL", "62701"),
    emergency=EmergencyContact("Rosa López", "+12025550199", "mother", permission=True),
    safe_channel=SafeChannel.EMAIL,
    safe_times=(SafeRange(Weekday.MON, time(9), time(17)),),
)

_PHONES = st.sampled_from(["", "+12025550123", "+442079460958"])


def texts(field: str, *, required: bool = False) -> st.SearchStrategy[str]:
    """Any text that the field may hold, formulas and apostrophes among them."""
    limit = LIMITS[field]
    others = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "M", "Zl", "Zp"))
    letters = st.text(
        st.sampled_from("'=+-@;,\" aé文ع😀") | others, min_size=int(required), max_size=min(30, limit)
    )
    return letters.map(tidy).filter(lambda text: text_problem(text, limit, required=required) is None)


def people() -> st.SearchStrategy[PersonFields]:
    """People in order, as they are kept."""
    minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
    hours = st.builds(SafeRange, st.sampled_from(Weekday), minutes, minutes)
    typed = st.builds(
        PersonFields,
        kind=st.sampled_from([PersonKind.CLIENT, PersonKind.STAFF]),
        display_name=texts("display_name", required=True),
        time_zone=st.sampled_from(["America/Chicago", "UTC", "Asia/Kathmandu"]),
        language=st.sampled_from(["en", "es", "es-MX"]),
        legal_name=texts("legal_name"),
        pronouns=texts("pronouns"),
        email=st.emails().map(tidy_email).filter(lambda email: email_problem(email) is None),
        phone=_PHONES,
        address=st.builds(
            Address, texts("address.line_1"), texts("address.line_2"), texts("address.city"),
            st.sampled_from(["", "IL", "CA"]), texts("address.postal_code"), st.sampled_from(["US", "MX"]),
        ),
        emergency=st.just(EmergencyContact())
        | st.builds(EmergencyContact, texts("emergency.name", required=True), st.just("+12025550199"),
                    texts("emergency.relation"), st.booleans()),
        safe_channel=st.sampled_from(SafeChannel),
        safe_times=st.lists(hours, max_size=4).map(tuple),
    )  # fmt: skip
    return typed.filter(lambda person: not check_person(person)).map(tidy_person)
