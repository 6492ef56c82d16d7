from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import configure_mappers

from app.persistence.models.all_tables import Schema
from app.persistence.models.base import UtcDateTime


@pytest.fixture
def engine() -> Engine:
    return create_engine("sqlite://")


def test_relationships_never_load_by_accident() -> None:
    configure_mappers()
    relations = [relation for mapper in Schema.registry.mappers for relation in mapper.relationships]
    assert relations
    assert {relation.lazy for relation in relations} == {"raise"}


def test_every_constraint_and_index_has_a_name() -> None:
    for table in Schema.metadata.tables.values():
        assert all(constraint.name for constraint in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), engine.dialect)  # noqa: DTZ001


def test_times_are_stored_and_read_in_utc(engine: Engine) -> None:
    column = UtcDateTime()
    local = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    assert column.process_bind_param(local, engine.dialect) == datetime(2026, 1, 1, 10, tzinfo=UTC)
    naive = datetime(2026, 1, 1, 10)  # noqa: DTZ001
    assert column.process_result_value(naive, engine.dialect) == datetime(2026, 1, 1, 10, tzinfo=UTC)
    assert column.process_bind_param(None, engine.dialect) is None
    assert column.process_result_value(None, engine.dialect) is None
