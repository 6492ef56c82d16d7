"""A clinic as a check: SQLite finds rows by the other condition, and both databases compare it."""

from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite

from app.persistence.models.people import PersonRow
from app.persistence.scoping import checked
from app.persistence.unit_of_work import Database

MINE = select(PersonRow.id).where(
    checked(PersonRow.clinic_id) == "cl_here", PersonRow.id.in_(["pt_a", "pt_b"])
)


def test_only_sqlite_is_kept_from_the_index() -> None:
    assert "WHERE +people.clinic_id = ?" in str(MINE.compile(dialect=sqlite.dialect()))
    assert "WHERE people.clinic_id = " in str(MINE.compile(dialect=postgresql.dialect()))


async def test_sqlite_takes_the_ids(sqlite: Database) -> None:
    query = "SELECT id FROM people WHERE {}clinic_id = 'cl_here' AND id IN ('pt_a', 'pt_b')"
    steps = []
    async with sqlite.transaction(writes=False) as session:
        for plus in ("", "+"):
            found = await session.execute(text(f"EXPLAIN QUERY PLAN {query.format(plus)}"))
            steps.append(found.one()[3])
    assert "clinic_id=?" in steps[0], "what it does without: if this changes, `checked` can go"
    assert "(id=?)" in steps[1]


async def test_rows_of_another_clinic_are_not_found(database: Database) -> None:
    async with database.transaction(writes=True) as session:
        for clinic in ("cl_here", "cl_there"):
            await session.execute(text(f"INSERT INTO clinics (id, name) VALUES ('{clinic}', 'x')"))
        for person, clinic in (("pt_a", "cl_here"), ("pt_b", "cl_there")):
            session.add(PersonRow(id=person, clinic_id=clinic, name=person))
    async with database.transaction(writes=False) as session:
        assert list(await session.scalars(MINE)) == ["pt_a"]
