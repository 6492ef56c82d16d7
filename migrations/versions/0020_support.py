"""Support after treatment: peer links, activities, resource cards, hosts, aftercare plans and check-ins.

Revision ID: 0020
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

__all__ = ["branch_labels", "depends_on", "down_revision", "revision", "upgrade"]

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | None = None
depends_on: str | None = None

_PEOPLE = "people"


def _id(name: str, *, empty: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(40), nullable=empty)


def _text(name: str, *, empty: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.Text(), nullable=empty)


def _word(name: str, length: int, *, empty: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.String(length), nullable=empty)


def _at(name: str, *, empty: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _flag(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Boolean(), nullable=False)


def _day(name: str) -> "sa.Column[Any]":
    return sa.Column(name, sa.Date(), nullable=False)


def _version() -> "sa.Column[Any]":
    return sa.Column("version", sa.Integer(), server_default="1", nullable=False)


def _table(
    name: str, columns: Sequence["sa.Column[Any]"], key: Sequence[str], refers: dict[str, str], *more: Any
) -> None:
    refers = {"clinic_id": "clinics", **refers}
    op.create_table(
        name,
        _id("clinic_id"),
        *columns,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, table in refers.items()
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        *more,
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {name}_of_clinic ON {name}"
        " USING (current_setting('attune.clinic', true) = '*'"
        " OR current_setting('attune.clinic', true) = clinic_id)"
    )


def upgrade() -> None:
    """Make the tables."""
    _make_network()
    _make_offers()
    _make_aftercare()


def _make_network() -> None:
    _table(
        "peer_profiles",
        [
            _id("person_id"),
            _text("name", empty=True),
            _at("suspended_at", empty=True),
            _id("suspended_by_id", empty=True),
            _version(),
        ],
        ["person_id"],
        {"person_id": _PEOPLE, "suspended_by_id": _PEOPLE},
    )
    _table(
        "peer_links",
        [
            _id("id"),
            _id("first_id"),
            _id("second_id"),
            _word("state", 10),
            *(_flag(f"{who}_{what}") for what in ("offers", "blocks", "told") for who in ("first", "second")),
            _text("first_line", empty=True),
            _text("second_line", empty=True),
            _flag("kept_apart"),
            _at("since", empty=True),
        ],
        ["id"],
        {"first_id": _PEOPLE, "second_id": _PEOPLE},
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_peer_links_order")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_peer_links_first_id_second_id")),
    )
    for column in ("clinic_id", "second_id"):
        op.create_index(f"ix_peer_links_{column}", "peer_links", [column])
    _table(
        "peer_reports",
        [
            *(_id(name) for name in ("id", "link_id", "by_id", "about_id")),
            _at("at"),
            _text("content"),
            _flag("done"),
            _word("outcome", 10, empty=True),
            _id("done_by_id", empty=True),
            _at("done_at", empty=True),
        ],
        ["id"],
        {"link_id": "peer_links", "by_id": _PEOPLE, "about_id": _PEOPLE, "done_by_id": _PEOPLE},
    )
    op.create_index("ix_peer_reports_clinic_id_done_at", "peer_reports", ["clinic_id", "done", "at"])
    _table("peer_hosts", [_id("person_id"), _day("trained_on")], ["person_id"], {"person_id": _PEOPLE})


def _make_offers() -> None:
    _table(
        "activities",
        [
            _id("id"),
            _word("title", 80),
            _word("place", 160),
            _text("details"),
            _at("begins_at"),
            _at("ends_at"),
            _word("audience", 10),
            sa.Column("programs", sa.JSON(), nullable=False),
            sa.Column("capacity", sa.Integer(), nullable=True),
            _flag("cancelled"),
            _version(),
        ],
        ["id"],
        {},
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_activities_hours")),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_activities_capacity")),
    )
    op.create_index("ix_activities_clinic_id_begins_at_id", "activities", ["clinic_id", "begins_at", "id"])
    _table(
        "activity_replies",
        [_id("activity_id"), _id("person_id"), _flag("coming"), _flag("shows_name")],
        ["activity_id", "person_id"],
        {"activity_id": "activities", "person_id": _PEOPLE},
    )
    op.create_index("ix_activity_replies_person_id", "activity_replies", ["person_id"])
    _table(
        "resource_cards",
        [
            _id("id"),
            _word("kind", 10),
            _word("title", 80),
            _text("what"),
            _word("phone", 40),
            _word("url", 300),
            _word("area", 80),
            _word("language", 12),
            _day("checked_on"),
            _flag("archived"),
            _version(),
        ],
        ["id"],
        {},
    )
    op.create_index("ix_resource_cards_clinic_id", "resource_cards", ["clinic_id"])


def _make_aftercare() -> None:
    _table(
        "aftercare_plans",
        [_id("id"), _id("client_id"), _id("by_id"), _at("at"), _text("content")],
        ["id"],
        {"client_id": _PEOPLE, "by_id": _PEOPLE},
    )
    op.create_index("ix_aftercare_plans_client_id_at", "aftercare_plans", ["client_id", "at"])
    _table(
        "check_ins",
        [
            _id("id"),
            _id("client_id"),
            _day("due_on"),
            _word("state", 10),
            _at("asked_at", empty=True),
            _word("answer", 10, empty=True),
            _at("answered_at", empty=True),
        ],
        ["id"],
        {"client_id": _PEOPLE},
    )
    op.create_index("ix_check_ins_client_id", "check_ins", ["client_id"])
    op.create_index("ix_check_ins_clinic_id_state_due_on", "check_ins", ["clinic_id", "state", "due_on"])
