import re
from datetime import timedelta
from pathlib import Path

import pytest

from app.runtime.settings import PREFIX, Mode, Settings, SettingsRefused, load_settings

SECRET = "pL9vQx2sTr7mWk4zYb8nHc3dJf6gRa5u"
PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": SECRET,
    "DATA_KEY": SECRET[::-1],
    "PUBLIC_URL": "https://attune.clinic.example",
    "RELAY_ANNOUNCE": "203.0.113.7",
    "MAIL_SERVER": "tls://mail.clinic.example",
    "MAIL_FROM": "Appointments <appointments@clinic.example>",
}
TABLE = Path(__file__).parents[3] / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def load(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(PREFIX + name, value)
    return load_settings()


def test_the_demo_needs_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, {})
    assert settings.mode is Mode.DEMO
    assert settings.database_url == "sqlite+aiosqlite:///var/attune.db"
    assert settings.public_url == "http://localhost:8000"
    assert (settings.relay_workers, settings.relay_announce, settings.relay_port) == (1, ("127.0.0.1",), 0)
    assert settings.turn_ttl == timedelta(minutes=10)
    assert settings.ops_networks == ("127.0.0.0/8", "::1/128")


def test_defaults_follow_the_settings_they_depend_on(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, {"PORT": "9001", "DATA_DIR": "/srv/attune"})
    assert settings.public_url == "http://localhost:9001"
    assert settings.database_url == "sqlite+aiosqlite:////srv/attune/attune.db"


def test_an_empty_variable_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, {"PORT": "", "SECRET_KEY": ""}).port == 8000


def test_production_takes_its_own_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, PRODUCTION)
    assert settings.relay_port == 40000
    assert settings.relay_bind == ("0.0.0.0",)
    assert settings.relay_workers >= 1


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"RELAY_ANNOUNCE": "203.0.113.7, 198.51.100.2", "TRUSTED_PROXIES": "172.30.0.2,10.0.0.0/8"}
    settings = load(monkeypatch, {**PRODUCTION, **values})
    assert settings.relay_announce == ("203.0.113.7", "198.51.100.2")
    assert load(monkeypatch, {"RELAY_BIND": "10.0.0.7, FD00::7"}).relay_bind == ("10.0.0.7", "fd00::7")
    assert settings.trusted_proxies == ("172.30.0.2", "10.0.0.0/8")


def test_turn_is_set_with_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = {
        "TURN_URLS": "turn:turn.example:3478,turns:turn.example:5349",
        "TURN_SECRET": SECRET,
        "TURN_TTL": "3600",
    }
    settings = load(monkeypatch, {**PRODUCTION, **turn})
    assert settings.turn_ttl == timedelta(hours=1)
    assert len(settings.turn_urls) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "staging"),
        ("DATABASE_URL", "postgresql://attune@db/attune"),
        ("DATABASE_URL", "mysql://db/attune"),
        ("DATABASE_URL", "sqlite+aiosqlite:///"),
        ("DATABASE_URL", "postgresql+asyncpg://db"),
        ("SECRET_KEY", "short"),
        ("PORT", "0"),
        ("PORT", "eighty"),
        ("PUBLIC_URL", "ftp://host"),
        ("PUBLIC_URL", "https://host/path"),
        ("PUBLIC_URL", "https://user@host"),
        ("PUBLIC_URL", "https://host:port"),
        ("TRUSTED_PROXIES", "proxy.example"),
        ("OPS_NETWORKS", "office.example"),
        ("OPS_NETWORKS", "10.0.0.1/8"),
        ("RELAY_WORKERS", "0"),
        ("RELAY_WORKERS", "65"),
        ("RELAY_ANNOUNCE", "host.example"),
        ("RELAY_ANNOUNCE", "0.0.0.0"),
        ("RELAY_ANNOUNCE", ","),
        ("RELAY_ANNOUNCE", "fe80::1"),
        ("RELAY_BIND", "everywhere"),
        ("RELAY_BIND", "0.0.0.0,0.0.0.0"),
        ("RELAY_PORT", "80"),
        ("RELAY_PORT", "70000"),
        ("TURN_URLS", "http://turn.example"),
        ("TURN_URLS", "turn:turn.example"),
        ("TURN_SECRET", SECRET),
        ("TURN_TTL", "10"),
        ("TURN_TTL", "soon"),
        ("MAIL_SERVER", "smtp://mail.example"),
        ("MAIL_SERVER", "tls://mail.example:port"),
        ("MAIL_SERVER", "tls://user@mail.example"),
        ("MAIL_SERVER", "none://mail.example"),
        ("MAIL_PASSWORD", "of nobody"),
        ("MAIL_FROM", "nobody"),
        ("LIBRARY_DIR", "/nowhere/at/all"),
        ("EXIT_URL", "http://weather.example"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_the_demo_refuses(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        load(monkeypatch, {name: value})
    # TURN_URLS without a secret reports the secret, which is what is missing.
    named = "TURN_SECRET" if value == "turn:turn.example" else name
    (line,) = refused.value.lines
    assert line.startswith(f"ATTUNE_{named} ")
    assert "allowed: " in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "change-me-change-me-change-me-change-me"),
        ("SECRET_KEY", "abababababababababababababababababab"),
        ("DATA_KEY", ""),
        ("DATA_KEY", SECRET),
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "http://attune.clinic.example"),
        ("RELAY_ANNOUNCE", ""),
        ("RELAY_ANNOUNCE", "127.0.0.1"),
        ("RELAY_ANNOUNCE", "203.0.113.7,127.0.0.2"),
        ("RELAY_ANNOUNCE", "203.0.113.7,::1"),
        ("RELAY_PORT", "0"),
        ("MAIL_SERVER", ""),
        ("MAIL_FROM", ""),
    ],
)
def test_production_refuses(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(SettingsRefused) as refused:
        load(monkeypatch, {**PRODUCTION, name: value})
    assert [line.split()[0] for line in refused.value.lines] == [f"ATTUNE_{name}"]


def test_production_refuses_a_turn_secret_from_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = {"TURN_URLS": "turn:turn.example", "TURN_SECRET": "example-secret-example-secret-example"}
    with pytest.raises(SettingsRefused, match="ATTUNE_TURN_SECRET"):
        load(monkeypatch, {**PRODUCTION, **turn})


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsRefused) as refused:
        load(monkeypatch, {"PORT": "x", "LOG_LEVEL": "loud", "COLOUR": "blue"})
    assert [line.split()[0] for line in refused.value.lines] == [
        "ATTUNE_COLOUR",
        "ATTUNE_LOG_LEVEL",
        "ATTUNE_PORT",
    ]


def test_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SECRET not in repr(load(monkeypatch, PRODUCTION))


def test_the_page_of_settings_is_in_step_with_the_code() -> None:
    rows = []
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        rows.append(
            f"| `{PREFIX}{name.upper()}` | {field.description} | {extra['allowed']} | {extra['shown']} |"
        )
    found = re.findall(r"^\| `ATTUNE_.*\|$", TABLE.read_text(), re.MULTILINE)
    assert found == rows, "docs/settings.md should hold:\n" + "\n".join(rows)
