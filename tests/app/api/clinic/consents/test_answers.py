"""How a signature is answered."""

from datetime import timedelta

from app.access.consents.overview import SignedDocument
from app.api.clinic.consents.answers import copy_answer, grant_answer
from clinic.care_team.reading import Category
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import GrantState
from tests.support.consents import DANA, NOW, TEXTS, granted, terms_for, version_of


def test_a_copy_has_the_text_and_its_fingerprint() -> None:
    grant = granted(version_of())
    answer = copy_answer(SignedDocument(grant, TEXTS["en"], GrantState.IN_FORCE, True, {}))
    assert [block.lines for block in answer.blocks] == [["What stays here"], ["Please keep names private."]]
    assert answer.fingerprint == grant.fingerprint
    assert (answer.recipient, answer.purpose, answer.categories) == (None, None, [])


def test_terms_are_answered_with_the_recipients_name() -> None:
    terms = terms_for(DANA, Category.MEASURES, Category.DISTRESS, expires_at=NOW + timedelta(days=1))
    grant = granted(version_of(DocumentKind.RELEASE), terms=terms)
    known: dict[str, str] = {DANA: "Dana"}
    answer = grant_answer(SignedDocument(grant, TEXTS["en"], GrantState.IN_FORCE, True, known))
    assert answer.recipient is not None
    assert (answer.recipient.name, answer.categories) == ("Dana", ["distress", "measures"])
    assert answer.expires_at == terms.expires_at
