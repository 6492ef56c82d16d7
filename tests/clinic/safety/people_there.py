"""Places, surroundings and what was said of them, as tests need them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from clinic.common.ids import PersonId
from clinic.consents.versions import VersionId
from clinic.people.licences import Credentials, Licence, LicenceType
from clinic.safety.places import ELSEWHERE, Place, PlaceKind
from clinic.safety.preparation import (
    Confirmed,
    Declined,
    Entry,
    Hold,
    PlaceSaid,
    Said,
    SurroundingsSaid,
    Waived,
    WaiveReason,
)
from clinic.safety.surroundings import Company, Surroundings

ANA = PersonId("pn_ana")
THERAPIST = PersonId("pn_therapist")
DAY = date(2026, 5, 4)
AT = datetime(2026, 5, 4, 18, tzinfo=UTC)
OAK_STREET = Place("12 Oak Street", "Sacramento", "CA", "+19165550123", "Apt 3", "95814")
RIVER_STREET = Place("1 River Street", "New York", "NY", "+12125550100")
ALONE = Surroundings(private=True, headphones=True)

states = st.sampled_from(["CA", "NY", "TX", ELSEWHERE])
places = st.builds(
    Place,
    st.sampled_from(["12 Oak Street", "1 River Street"]),
    st.just("Town"),
    states,
    st.just("+12125550100"),
    kind=st.sampled_from(PlaceKind),
)
surroundings = st.builds(Surroundings, st.booleans(), st.booleans(), st.frozensets(st.sampled_from(Company)))
said = st.one_of(
    st.builds(PlaceSaid, st.none() | places),
    st.builds(SurroundingsSaid, surroundings),
    st.builds(Declined, st.sampled_from([VersionId("dv_1"), VersionId("dv_2")])),
    st.just(Confirmed()),
    st.builds(Waived, st.sampled_from(Hold), st.sampled_from(WaiveReason)),
)


def licensed_in(*held: str) -> Credentials:
    """Somebody with a licence in each of these states."""
    return Credentials(
        licences=tuple(Licence(state, LicenceType.PSYCHOLOGIST, "1", date(2027, 1, 1)) for state in held)
    )


def entries(*what: Said) -> list[Entry]:
    """What was said about Ana, one after the other."""
    return [
        Entry(position, ANA, AT + timedelta(seconds=position), ANA, "st_ana", one)
        for position, one in enumerate(what, 1)
    ]
