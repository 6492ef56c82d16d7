"""Organisations that records may go to, and whose protected records may go there."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.care_team.reading import Category
from clinic.common.errors import Invalid
from clinic.common.ids import PersonId, RecipientId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Grant, Terms, check_terms, withdraw
from clinic.consents.recipients import LONGEST_NAME, check_recipient, disclosable, disclosing
from tests.support.consents import ANA, BEN, DANA, NOW, granted, version_of

PAYER, OTHER = RecipientId("rc_payer"), RecipientId("rc_other")
SUD = Category.SUD_TRACK


def consent(
    to: PersonId | RecipientId | None,
    *categories: Category,
    kind: DocumentKind = DocumentKind.PART2,
    days: int = 90,
    giver: PersonId = ANA,
    id_: str = "gr_1",
) -> Grant:
    terms = Terms(to, "payment", frozenset(categories), NOW + timedelta(days=days))
    return granted(version_of(kind), giver, id=id_, terms=terms)


def test_a_part_2_consent_lets_records_go_to_the_organisation_that_it_names() -> None:
    grant = consent(PAYER, SUD)
    assert disclosable([grant], PAYER, NOW) == {ANA}
    assert disclosing([grant], PAYER, NOW) == {ANA: grant}


@pytest.mark.parametrize(
    "grant",
    [
        consent(OTHER, SUD),
        consent(DANA, SUD),
        consent(None, SUD),
        consent(PAYER, Category.MEASURES),
        consent(PAYER, SUD, kind=DocumentKind.RELEASE),
        consent(PAYER, SUD, days=0),
        withdraw(consent(PAYER, SUD), ANA, NOW),
        granted(
            version_of(DocumentKind.PART2), ANA, NOW + timedelta(seconds=1), terms=consent(PAYER, SUD).terms
        ),
        granted(version_of(DocumentKind.AGREEMENT)),
    ],
    ids=[
        *("another organisation", "one of the staff", "the programme", "another category", "no part 2"),
        *("ended", "withdrawn", "signed later", "another document"),
    ],
)
def test_nothing_else_lets_them_go(grant: Grant) -> None:
    assert disclosable([grant], PAYER, NOW) == frozenset()


def test_one_clients_consent_says_nothing_about_another() -> None:
    grants = [consent(PAYER, SUD), consent(OTHER, SUD, giver=BEN, id_="gr_2")]
    assert disclosable(grants, PAYER, NOW) == {ANA}


def test_of_several_consents_the_newest_is_told() -> None:
    older = granted(
        version_of(DocumentKind.PART2),
        ANA,
        NOW - timedelta(days=9),
        id="gr_9",
        terms=consent(PAYER, SUD).terms,
    )
    newer = consent(PAYER, SUD)
    assert disclosing([newer, older], PAYER, NOW)[ANA] == newer


def test_a_release_names_no_organisation_because_nothing_leaves_by_it() -> None:
    terms = Terms(PAYER, "payment", frozenset({Category.MEASURES}), NOW + timedelta(days=9))
    assert [error.code for error in check_terms(DocumentKind.RELEASE, terms, NOW)] == ["field.unknown"]
    assert not check_terms(DocumentKind.PART2, terms, NOW)


@given(st.text(max_size=LONGEST_NAME + 5))
def test_a_name_is_kept_tidy_or_refused(name: str) -> None:
    try:
        kept = check_recipient(name)
    except Invalid:
        return
    assert kept == check_recipient(kept)
    assert 0 < len(kept) <= LONGEST_NAME


@pytest.mark.parametrize(("name", "code"), [("  ", "field.required"), ("x" * 121, "field.too_long")])
def test_a_name_says_something_and_has_an_end(name: str, code: str) -> None:
    with pytest.raises(Invalid) as wrong:
        check_recipient(name)
    assert [(error.field, error.code) for error in wrong.value.errors] == [("name", code)]
