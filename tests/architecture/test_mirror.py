"""Every module has a test file at the mirrored path: media/rtp/packet.py has tests/media/rtp/test_packet.py."""

from pathlib import Path

from tests.architecture.files import PACKAGES, ROOT, python_files

# Modules, and folders of modules, without a test file of their own, each with the reason.
WITHOUT = {
    "practice/cast/make": "run by hand; test_recording.py compares what it made with what it is made from",
    "bench/relay/own/room.py": "test_run.py fills it, and closes and opens its gates",
    "bench/stalls/guests.py": "test_run.py lets them join, talk and leave",
    "bench/stalls/quiet_room.py": "test_run.py runs it as the process it is",
    "practice/evening.py": "tests/e2e/stories/test_practice_room.py lets people come, and leave",
    "practice/link/connection.py": "tests/e2e/stories/test_practice_room.py is seen and heard through it",
    "practice/wire/page.py": "tests/e2e/stories/test_practice_room.py joins, speaks, and leaves its seat to somebody",
    "practice/wire/media.py": "tests/e2e/stories/test_practice_room.py answers the relay's offer",
    "practice/people/moment.py": "test_mind.py lives through every protocol with it",
    "practice/people/deeds.py": "values only",
    "practice/people/habits.py": "a table; test_mind.py lives by it",
    "app/persistence/models": "tables without behaviour; test_migrate.py compares them with the migrations",
    "app/persistence/models/safety": "tables without behaviour; test_migrate.py compares them with the migrations",
    "app/persistence/models/live": "tables without behaviour; test_migrate.py compares them with the migrations",
    "app/persistence/repositories/live/due_rooms.py": "test_planner.py finds and follows what is due",
    "app/persistence/repositories/live/room_rows.py": "test_planner.py keeps and changes every row",
    "app/access/programme/attendance/correcting.py": "test_attendance.py of the API corrects as everybody",
    "app/access/programme/attendance/files.py": "the API tests of attendance reads every file",
    "app/access/programme/attendance/groups.py": "test_groups.py of the API reads weeks as everybody",
    "app/access/programme/attendance/knowing.py": "the API tests of attendance and test_who_reads.py ask as everybody",
    "app/access/programme/attendance/make_up.py": "test_groups.py of the API is offered sessions",
    "app/access/programme/attendance/sessions.py": "test_attendance.py of the API reads as everybody",
    "app/access/programme/attendance/weeks.py": "test_answers.py of the API reads weeks as everybody",
    "app/access/programme/measures": "the API tests of measures asks, answers, plans and reads as everybody",
    "app/api/clinic/programme/measures/answers.py": "values only; the tests beside it read all of them",
    "app/api/clinic/programme/measures/routers.py": "one list; the tests beside it go through all of it",
    "app/persistence/repositories/safety/measures/alerts.py": "test_alerts.py of the API does it all",
    "app/persistence/repositories/safety/measures/sessions.py": "the API tests of measures reads all of it",
    "app/cli/demo/measures.py": "data; test_programme.py fills a clinic with all of it",
    "app/persistence/models/programme": "tables without behaviour; test_migrate.py compares them with the migrations",
    "app/persistence/models/records": "tables without behaviour; test_migrate.py compares them with the migrations",
    "app/persistence/repositories/records/due.py": "test_retention.py and test_purging.py count and remove it all",
    "app/persistence/repositories/records/session_logs.py": "test_purging.py empties logs and reads what remains",
    "app/persistence/repositories/records/holds.py": "tests/app/access/records/test_holds.py stores and ends them",
    "app/persistence/repositories/records/copies.py": "tests/app/access/records/copies asks for, makes and fetches them",
    "app/persistence/repositories/records/correction_requests.py": "test_correction_requests.py moves them",
    "app/api/clinic/records/answers.py": "the tests beside it read every one of them",
    "app/api/clinic/records/files.py": "test_own.py and test_requests.py fetch files",
    "app/access/safety/alerts.py": "tests/app/api/clinic/safety/test_on_call.py lists and answers them as everybody",
    "app/access/safety/crisis_card.py": "tests/app/api/clinic/safety/test_crisis_card.py opens it by every right",
    "app/access/safety/on_call.py": "tests/app/api/clinic/safety/test_on_call.py reads and changes it as everybody",
    "app/access/safety/clearance/couples.py": "tests/app/api/clinic/safety/test_clearance.py reads it as everybody",
    "app/access/safety/clearance/screening.py": "tests/app/api/clinic/safety/test_clearance.py does it as everybody",
    "app/persistence/repositories/safety/calls.py": "test_webhooks.py makes, repeats and gives up calls",
    "app/persistence/repositories/safety/clients.py": "test_crisis_card.py stores and reads all of it",
    "app/access/programme/attendance/insurance": "the API tests of insurance does all of it as everybody",
    "app/api/clinic/programme/insurance/recipients.py": "test_coverage.py archives and names payers",
    "app/api/clinic/programme/insurance/codes.py": "test_statements.py changes tables and states by them",
    "app/api/clinic/programme/insurance/identified.py": "test_statements.py of the API chooses a partner",
    "app/api/clinic/programme/insurance/shapes.py": "test_coverage.py sends and reads every one of them",
    "app/api/clinic/programme/insurance/routers.py": "one list; test_app.py serves it",
    "app/cli/demo/insurance.py": "test_programme.py fills a clinic with it",
    "app/exports/fhir/resources": "tests/app/api/fhir/test_validated.py makes and validates all of them",
    "app/exports/fhir/made.py": "test_validated.py beside the API makes every resource by it",
    "app/exports/fhir/labels.py": "tests/app/api/fhir/test_part2.py reads the labels of what leaves",
    "app/exports/fhir/statement.py": "two sentences; tests/app/api/fhir/test_part2.py looks for them",
    "app/exports/fhir/answers.py": "tests/app/api/fhir/test_records.py reads bundles and outcomes",
    "app/exports/fhir/capability.py": "tests/app/api/fhir/test_app.py reads both",
    "app/access/records/exports/callers.py": "tests/app/api/fhir/test_records.py and test_tokens.py try every token",
    "app/access/records/exports/pages.py": "tests/app/api/fhir/test_records.py reads page by page",
    "app/access/records/exports/services.py": "test_tokens.py and test_systems.py find keys",
    "app/access/records/exports/tokens.py": "tests/app/api/fhir/test_tokens.py asks for tokens",
    "app/access/records/exports/bulk.py": "tests/app/api/fhir/test_exports.py asks for files",
    "app/access/records/exports/systems.py": "tests/app/api/clinic/office/test_systems.py does all of it",
    "app/access/records/exports/sources": "tests/app/api/fhir/test_records.py reads every type",
    "app/api/fhir/answers.py": "test_records.py, test_exports.py and test_tokens.py meet every error",
    "app/api/fhir/callers.py": "test_records.py tries tokens of every kind",
    "app/api/fhir/links.py": "test_records.py follows and damages links",
    "app/auth/assertions.py": "test_tokens.py and test_systems.py refuse what is no good",
    "app/persistence/repositories/records/exports.py": "tests/app/api/fhir/test_exports.py keeps all of it",
    "app/persistence/repositories/records/leaving.py": "test_records.py and test_part2.py read all of it",
    "app/persistence/repositories/records/outward.py": "a list of repositories",
    "app/persistence/repositories/records/systems.py": "test_tokens.py and test_systems.py keep all of it",
    "app/wiring/systems.py": "test_bootstrap.py opens all services",
    "app/access/programme/alumni.py": "test_own_network.py of the API joins and leaves as everybody",
    "app/access/programme/support": "the API tests of support does all of it as everybody; asking.py has its own",
    "app/persistence/repositories/programme/support": "the API tests of support stores and reads all of it",
    "app/cli/demo/world.py": "data; test_programme.py fills a clinic with all of it",
    "app/access/schedule/sessions/agenda.py": "test_agendas.py of the API reads and prepares as everybody",
    "app/persistence/repositories/schedule/agendas.py": "test_agendas.py of the API stores and reads all of it",
    "app/cli/demo/agendas.py": "data; test_programme.py and test_rooms.py of the demo seed it",
    "clinic/common/errors.py": "an exception class without behaviour",
    "clinic/common/ids.py": "names of types only",
    "app/access/identity/notices.py": "an interface only; the outbox fulfils it",
    "app/live/relay/ports.py": "interfaces only; the pool and the actor fulfil them",
    "app/persistence/repositories/mail/records.py": "values only; the tests beside it make all of them",
    "app/mail/ports.py": "interfaces and values only; the worker and the sender use every one of them",
    "app/observability/operations.py": "interfaces and values only; what reads them is tested",
    "rooms/library/model.py": "values without behaviour; test_parse.py and test_build.py make every one of them",
    "rooms/model/side_channels.py": "names of values only",
    "rooms/model/commands": "values without behaviour; what they do is tested where they are handled",
    "rooms/model/errors.py": "two exception classes without behaviour",
    "rooms/model/events": "values without behaviour; test_codec.py writes and reads every one of them",
    "rooms/model/floor.py": "names of values only",
    "rooms/model/ids.py": "names of types only",
    "rooms/model/events/old_events.py": "test_codec.py reads what earlier versions wrote",
    "rooms/rules/parts.py": "one list; test_permissions.py checks that every command has its part",
    "rooms/rules/protocols/catalog.py": "one list; test_engine.py and the random rooms play every protocol",
    "rooms/rules/protocols/declaration.py": "values without behaviour; every script and test_engine.py use them",
    "rooms/model/protocols.py": "a value without behaviour; tests/rooms/rules/common/test_kept.py keeps runs as such",
    "rooms/runtime/ports.py": "interfaces only; app/live fulfils them and is tested",
    "rooms/schema": "types without behaviour; the random rooms hold every view to them, test_definitions.py the rest",
    "signaling/messages": "values without behaviour; test_messages.py reads every one of them",
    "signaling/ports.py": "interfaces only; app/live and app/api fulfil them and are tested",
}


def mirrored(module: Path) -> Path:
    """Return the path of a module's tests."""
    return Path("tests") / module.with_name(f"test_{module.name}")


def is_excepted(module: Path) -> bool:
    """Return whether the module, or its folder, needs no test file."""
    return module.as_posix() in WITHOUT or module.parent.as_posix() in WITHOUT


MODULES = [
    path
    for path in python_files(*PACKAGES)
    if path.name not in {"__init__.py", "__main__.py"} and "versions" not in path.parts
]


def test_modules_have_their_test_files() -> None:
    wanted = [mirrored(module) for module in MODULES if not is_excepted(module)]
    assert [path for path in wanted if not (ROOT / path).is_file()] == []


def test_the_list_of_exceptions_is_not_stale() -> None:
    stale = [
        name for name in WITHOUT if not (ROOT / name).exists() or (ROOT / mirrored(Path(name))).is_file()
    ]
    assert stale == []
