"""The deployment files name settings that exist, and contain no secrets."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from app.observability.metrics import TrafficReading, write_metrics
from app.observability.operations import ServiceReading
from app.persistence.migrate import keeps_clinics_apart, upgrade
from app.persistence.unit_of_work import Database
from app.runtime.settings import PREFIX, Settings
from tests.app.observability.relay import worker
from tests.support.databases.postgres import find_programs, run_server

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
FILES = [
    COMPOSE,
    ROOT / "Dockerfile",
    ROOT / "docs" / "deploy.md",
    ROOT / "docs" / "operations.md",
    ROOT / ".env.example",
]
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    assert set(re.findall(r"ATTUNE_[A-Z_]+", path.read_text())) <= SETTINGS


def test_compose_sets_all_that_production_wants() -> None:
    named = set(re.findall(r"^ +(ATTUNE_[A-Z_]+):", COMPOSE.read_text(), re.MULTILINE))
    assert {
        f"ATTUNE_{name}"
        for name in (
            *("MODE", "SECRET_KEY", "DATA_KEY", "PUBLIC_URL", "RELAY_ANNOUNCE", "DATABASE_URL"),
            *("MAIL_SERVER", "MAIL_FROM"),
        )
    } <= named


def test_no_variable_has_a_default() -> None:
    text = COMPOSE.read_text()
    variables = re.findall(r"\$\{?([A-Z_]+)([^}]*)\}?", text)
    assert variables
    assert {rest for _, rest in variables} == {f":?set {name}" for name, _ in variables}


def test_the_example_lists_every_variable_and_fills_in_none() -> None:
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if line and line[0] != "#"]
    assert all(line.endswith("=") for line in lines)
    assert {line[:-1] for line in lines} == set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text()))


def test_no_secret_is_written_down() -> None:
    for path in [*FILES, *(ROOT / "deploy").iterdir()]:
        for name, value in re.findall(
            r"(?i)(secret\w*|password)[ \t]*[=:][ \t]*\"?([^\s\"]*)", path.read_text()
        ):
            # A variable, a message for when it is missing, or the path of a file that holds it.
            assert value == "" or value.startswith(("$", "?", "-/", "/", "%d/")), f"{path.name}: {name}"


def test_the_published_ports_are_those_of_the_relay() -> None:
    text = COMPOSE.read_text()
    udp, tcp = (re.findall(rf'"(\d+)-(\d+):\1-\2/{kind}"', text) for kind in ("udp", "tcp"))
    assert udp == tcp
    first, last = map(int, udp[0])
    values = dict(re.findall(r'(ATTUNE_RELAY_\w+): "(\d+)"', text))
    assert first == int(values["ATTUNE_RELAY_PORT"])
    assert last - first + 1 == int(values["ATTUNE_RELAY_WORKERS"])


def test_the_trusted_proxy_is_caddy() -> None:
    text = COMPOSE.read_text()
    trusted = re.findall(r'ATTUNE_TRUSTED_PROXIES: "(.*)"', text)
    assert trusted == re.findall(r"ipv4_address: (\S+)", text)


def test_the_image_runs_unprivileged_and_copies_every_package() -> None:
    text = (ROOT / "Dockerfile").read_text()
    stages = text.split("\nFROM ")
    assert "\nUSER attune\n" in stages[-1]
    assert "HEALTHCHECK" in stages[-1]
    copied = re.findall(r"^COPY (\w+) \1$", text, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    installed = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert copied == [name.removesuffix("*") for name in installed]


def test_turn_leads_into_no_private_network() -> None:
    text = (ROOT / "deploy" / "turnserver.conf").read_text()
    denied = re.findall(r"^denied-peer-ip=(\S+)$", text, re.MULTILINE)
    for start in ("10.", "127.", "169.254.", "172.16.", "192.168."):
        assert any(found.startswith(start) for found in denied), start
    assert "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" in denied
    assert "use-auth-secret" in text.splitlines()


def test_turn_allows_the_machines_own_addresses_and_shows_no_secret(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a-secret-of-this-test")
    environment = {
        "PATH": os.environ["PATH"],
        "DOMAIN": "attune.test",
        "PUBLIC_IP": "203.0.113.10",
        "PRIVATE_IP": "10.0.0.5",
        "TURN_SECRET_FILE": str(secret),
    }
    command = [str(ROOT / "deploy" / "coturn.sh"), "--check"]
    shown = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    lines = shown.splitlines()
    assert {"allowed-peer-ip=203.0.113.10", "allowed-peer-ip=10.0.0.5"} <= set(lines)
    assert "external-ip=203.0.113.10/10.0.0.5" in lines
    assert "a-secret-of-this-test" not in shown
    same = subprocess.run(
        command, env=environment | {"PRIVATE_IP": "203.0.113.10"}, capture_output=True, text=True, check=True
    )
    assert "external-ip" not in same.stdout


def test_no_secret_stands_on_a_command_line() -> None:
    assert "static-auth-secret" not in COMPOSE.read_text()
    assert not re.search(r"^ +(command|entrypoint):.*(SECRET|PASSWORD)", COMPOSE.read_text(), re.MULTILINE)


def test_compose_gives_attune_a_role_that_keeps_clinics_apart() -> None:
    """The script of PostgreSQL's container, on a server whose superuser is its image's."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    with run_server(programs) as server:
        first = server.make_database()
        server.run_sql(first, "CREATE ROLE postgres LOGIN SUPERUSER")
        environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(server.port),
            "POSTGRES_USER": "postgres",
            "ROLE_PASSWORD": "it's of this test",
        }
        rename = [
            programs / "psql",
            "-q",
            "-U",
            "postgres",
            "-c",
            "ALTER ROLE attune RENAME TO first",
            "postgres",
        ]
        subprocess.run(rename, env=environment, check=True)
        subprocess.run([ROOT / "deploy" / "create_role.sh"], env=environment, check=True)
        assert asyncio.run(_is_apart(first.rpartition("/")[0] + "/attune"))


async def _is_apart(url: str) -> bool:
    await upgrade(url)
    database = Database.at(url)
    try:
        return await keeps_clinics_apart(database)
    finally:
        await database.close()


@pytest.mark.skipif(shutil.which("caddy") is None, reason="not installed: caddy")
@pytest.mark.parametrize("options", ["", "header_up X-Test 1"])
def test_debians_caddy_takes_the_caddyfile(options: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "DOMAIN": "attune.test",
        "UPSTREAM": "127.0.0.1:8000",
        "PROXY_OPTIONS": options,
    }
    done = subprocess.run(
        [
            "caddy",
            "adapt",
            "--validate",
            "--adapter",
            "caddyfile",
            "--config",
            str(ROOT / "deploy" / "Caddyfile"),
        ],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    # Its log of requests would contain people's addresses.
    (log,) = json.loads(done.stdout)["logging"]["logs"].values()
    assert {"http.log", "http.handlers", "http.stdlib"} <= set(log["exclude"])


def test_caddy_passes_nothing_of_the_operators_through() -> None:
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    (paths,) = re.findall(r"^\t@operators path (.*)$", text, re.MULTILINE)
    assert paths.split() == ["/metrics", "/metrics/*", "/ops", "/ops/*"]
    assert "\trespond @operators" in text


def test_caddy_compresses_files_alone() -> None:
    """An answer with a secret in it must not be compressed: its length would tell."""
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    assert re.findall(r"^\t(?:@files|encode) .*$", text, re.MULTILINE) == [
        "\t@files path /web/*",
        "\tencode @files zstd gzip",
    ]


def test_the_image_holds_a_build_of_its_own_files() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert text.index("COPY app app\n") < text.index("COPY --from=web /src/dist app/web/dist\n")
    assert "app/web/dist" in (ROOT / ".dockerignore").read_text().splitlines()


def test_every_reason_to_drop_a_packet_is_explained() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "media").rglob("*.py"))
    counted = re.findall(r"drops\[(.*?)\] \+= 1", sources)
    reasons = {reason for place in counted for reason in re.findall(r'"([a-z_]+)"', place)}
    assert len(reasons) > 10
    explained = (ROOT / "docs" / "operations.md").read_text().split("## Why packets are dropped")[1]
    assert sorted(reason for reason in reasons if f"`{reason}`" not in explained) == []


def test_every_metric_that_is_documented_exists() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    written = write_metrics(
        [worker()], ServiceReading(0, 0, 0, 0), TrafficReading(0, {("/health", "2xx"): 1})
    ).decode()
    named = set(re.findall(r"attune_(?:relay|web)_[a-z_]+", text))
    assert named
    assert sorted(name for name in named if f"\n{name}" not in written) == []
