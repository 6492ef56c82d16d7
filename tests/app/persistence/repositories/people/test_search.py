import pytest

from app.persistence.repositories.people.search import PeopleFilter
from clinic.identity.roles import StaffRole
from clinic.people.person import PersonKind
from tests.app.persistence.repositories.conftest import NOW, Clinics

NAMES = ("Ana Lopez", "Ana Maria Ruiz", "Étienne Dupont", "李 小龍", "Lopez Ana", "O'Hara", "Zoë")


@pytest.fixture
async def named(clinics: Clinics) -> Clinics:
    for name in NAMES:
        await clinics.here.client(name, legal_name="Quentin Hidden" if name == "Zoë" else "")
    return clinics


CLIENTS = {PersonKind.CLIENT: False}


async def find(
    clinics: Clinics, text: str, limit: int = 50, *, by_legal_name: bool = False, archived: bool = False
) -> list[str]:
    async with clinics.write() as unit:
        wanted = PeopleFilter({PersonKind.CLIENT: by_legal_name}, text, archived)
        found = await unit.search.find(wanted, None, limit)
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["Ana Lopez", "Ana Maria Ruiz", "Étienne Dupont", "Lopez Ana", "O'Hara", "Zoë", "李 小龍"]),
        ("a", ["Ana Lopez", "Ana Maria Ruiz", "Lopez Ana"]),
        ("lop an", ["Ana Lopez", "Lopez Ana"]),
        ("an ru", ["Ana Maria Ruiz"]),
        ("ETI", ["Étienne Dupont"]),
        ("é dup", ["Étienne Dupont"]),
        ("李", ["李 小龍"]),
        ("小", ["李 小龍"]),
        ("hara o", ["O'Hara"]),
        ("zoe", ["Zoë"]),
        ("ana x", []),
        ("pez", []),
        ("quen", []),
        ("%", ["Ana Lopez", "Ana Maria Ruiz", "Étienne Dupont", "Lopez Ana", "O'Hara", "Zoë", "李 小龍"]),
    ],
)
async def test_every_word_typed_begins_a_word_of_the_name(
    named: Clinics, text: str, names: list[str]
) -> None:
    assert sorted(await find(named, text)) == sorted(names)


async def test_legal_names_are_searched_on_demand(named: Clinics) -> None:
    assert await find(named, "quen hid", by_legal_name=True) == ["Zoë"]
    assert await find(named, "zoe hid", by_legal_name=True) == ["Zoë"]


async def test_pages_follow_each_other_by_name_without_gaps(named: Clinics) -> None:
    whole = await find(named, "")
    seen: list[str] = []
    after = None
    async with named.write() as unit:
        while page := await unit.search.find(PeopleFilter(CLIENTS), after, 2):
            seen += [one.name for one in page]
            after = (page[-1].sorted_by, page[-1].id)
    assert seen == whole
    assert len(set(seen)) == len(NAMES)


async def test_clients_and_staff_follow_each_other_by_name_without_gaps(named: Clinics) -> None:
    for name in ("Bo", "Lena", "Zora"):
        await named.here.staff(name)
    both = PeopleFilter({kind: False for kind in PersonKind})
    seen: list[str] = []
    after = None
    async with named.write() as unit:
        whole = [one.name for one in await unit.search.find(both, None, 50)]
        while page := await unit.search.find(both, after, 3):
            seen += [one.name for one in page]
            after = (page[-1].sorted_by, page[-1].id)
    assert seen == whole
    assert set(seen) == {*NAMES, "Bo", "Lena", "Zora"}
    assert [name for name in seen if name in ("Ana Lopez", "Bo", "Zora")] == ["Ana Lopez", "Bo", "Zora"]


async def test_archived_and_merged_people_are_apart(named: Clinics) -> None:
    async with named.write() as unit:
        ana, maria, *_ = await unit.search.find(PeopleFilter(CLIENTS, "ana"), None, 9)
        await unit.people.archive(ana.id, NOW)
        await unit.people.fold(maria.id, ana.id, NOW)
    assert await find(named, "ana") == ["Lopez Ana"]
    assert await find(named, "ana", archived=True) == [ana.name]


async def test_staff_are_listed_with_their_roles(named: Clinics) -> None:
    await named.here.staff("Dana", StaffRole.CLINICIAN, StaffRole.OWNER)
    await named.here.staff("Hugo")
    async with named.write() as unit:
        found = await unit.search.find(PeopleFilter({PersonKind.STAFF: False}), None, 9)
    assert {one.name: one.roles for one in found} == {
        "Dana": {StaffRole.CLINICIAN, StaffRole.OWNER},
        "Hugo": frozenset(),
    }


async def test_another_clinics_people_are_not_found_by_the_same_letters(named: Clinics) -> None:
    await named.there.client("Ana Elsewhere")
    assert "Ana Elsewhere" not in await find(named, "ana")
    async with named.write(named.there) as unit:
        found = await unit.search.find(PeopleFilter(CLIENTS, "ana"), None, 9)
    assert [one.name for one in found] == ["Ana Elsewhere"]
