"""Agendas to begin with."""

import pytest

from app.live.library import index_of, load_libraries
from app.live.room_setup import build_agenda
from clinic.schedule.agenda import AgendaItem, check_agenda
from clinic.schedule.agenda_templates import AGENDA_TEMPLATES, AgendaTemplate
from rooms.model.policy.policy import RoomKind
from rooms.rules.agenda.prepared import may_be_prepared

TEMPLATES = {each.code: each for templates in AGENDA_TEMPLATES.values() for each in templates}


def test_every_kind_of_room_has_one() -> None:
    assert set(AGENDA_TEMPLATES) == {kind.value for kind in RoomKind}
    assert all(AGENDA_TEMPLATES.values())


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.code)
def test_each_can_be_prepared_as_it_is(template: AgendaTemplate) -> None:
    library = index_of(load_libraries(None)["en"])
    assert check_agenda(template.items) == []
    assert all(
        may_be_prepared(library, item.protocol, item.options) for item in template.items if item.protocol
    )
    assert len(build_agenda(template.items, 1, None).items) == len(template.items)


def test_an_agenda_is_bounded() -> None:
    item = TEMPLATES["block"].items[0]
    assert [each.code for each in check_agenda([item] * 21)] == ["agenda.too_many"]
    wrong = [AgendaItem(item.part, minutes) for minutes in (0, 1, 240, 241)]
    assert [each.field for each in check_agenda(wrong)] == ["items.0.minutes", "items.3.minutes"]
