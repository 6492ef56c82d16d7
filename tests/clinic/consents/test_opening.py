"""What grants open in the table of who may read what: every cell, by consents as they are stored."""

from datetime import timedelta

import pytest

from clinic.care_team.reading import (
    RELATIONS,
    Access,
    Category,
    Cell,
    Consent,
    ReadingContext,
    Subject,
    Viewer,
    cells,
    may_read,
)
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import OPENABLE, Grant, withdraw
from clinic.consents.opening import consents_to
from tests.support.consents import ANA, BEN, DANA, NOW, granted, terms_for, version_of

K = DocumentKind
ANA_ALONE, BOTH = Subject(frozenset({ANA})), Subject(frozenset({ANA, BEN}))
CONSENTED = [cell for cell in cells() if cell.access in (Access.CONSENT, Access.PART2_CONSENT)]


def release(
    category: Category, *, kind: K = K.RELEASE, giver: PersonId = ANA, to: PersonId | None = DANA
) -> Grant:
    return granted(version_of(kind), giver, id=f"gr_{giver}_{category}", terms=terms_for(to, category))


def opens(
    cell: Cell, subject: Subject, *grants: Grant, viewer: PersonId = DANA, now: timedelta = timedelta()
) -> bool:
    context = ReadingContext(frozenset({RELATIONS[cell.role]}), consents_to(viewer, grants, NOW + now))
    return may_read(Viewer(viewer, frozenset({cell.role})), cell.category, subject, context)


def kind_for(cell: Cell) -> K:
    return K.PART2 if cell.access is Access.PART2_CONSENT else K.RELEASE


def names(cell: Cell) -> str:
    return f"{cell.category}-{cell.role}"


def test_there_are_cells_that_a_consent_opens() -> None:
    assert len(CONSENTED) == 9
    assert {cell.category for cell in CONSENTED} == OPENABLE[K.PART2]


@pytest.mark.parametrize("cell", CONSENTED, ids=names)
def test_a_cell_opens_by_a_grant_to_this_viewer_of_this_category_until_it_ends(cell: Cell) -> None:
    grant = release(cell.category, kind=kind_for(cell))
    assert opens(cell, ANA_ALONE, grant)
    assert not opens(cell, ANA_ALONE, grant, viewer=PersonId("pt_other")), "it names somebody else"
    assert not opens(cell, ANA_ALONE, release(cell.category, kind=kind_for(cell), to=None)), "it names nobody"
    assert not opens(cell, ANA_ALONE, grant, now=timedelta(days=90)), "it has ended"
    assert not opens(cell, ANA_ALONE, withdraw(grant, ANA, NOW)), "it was withdrawn"
    for other in OPENABLE[K.PART2] - {cell.category}:
        assert not opens(cell, ANA_ALONE, release(other, kind=K.PART2))


@pytest.mark.parametrize("cell", CONSENTED, ids=names)
def test_what_concerns_two_people_needs_both(cell: Cell) -> None:
    by_ana, by_ben = (release(cell.category, kind=kind_for(cell), giver=giver) for giver in (ANA, BEN))
    assert not opens(cell, BOTH, by_ana)
    assert not opens(cell, BOTH, by_ben)
    assert opens(cell, BOTH, by_ana, by_ben)
    assert not opens(cell, BOTH, by_ana, withdraw(by_ben, BEN, NOW)), "one of them takes it back for both"


@pytest.mark.parametrize("cell", [each for each in cells() if each not in CONSENTED], ids=names)
def test_no_grant_opens_any_other_cell(cell: Cell) -> None:
    grants = [release(each, kind=K.PART2) for each in Category]
    assert opens(cell, ANA_ALONE, *grants) == opens(cell, ANA_ALONE)


def test_r7_an_ordinary_release_never_opens_facts_about_substance_use() -> None:
    assert consents_to(DANA, [release(Category.SUD_TRACK)], NOW) == frozenset()
    assert consents_to(DANA, [release(Category.SUD_TRACK, kind=K.PART2)], NOW) == {
        Consent(ANA, Category.SUD_TRACK, is_part2=True)
    }


def test_a_signed_agreement_opens_nothing() -> None:
    assert consents_to(DANA, [granted(version_of(kind)) for kind in K], NOW) == frozenset()
