"""The settings: read once from ``ATTUNE_*`` variables, validated together, then frozen. Nothing else reads the
environment.

Each field has its meaning and its allowed values; error messages and docs/settings.md use the same words. Production has
no unsafe defaults: a setting without a safe default is required.
"""

import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    JsonValue,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.runtime.exit_settings import EXIT_URL, check_exit_url
from app.runtime.mail_settings import check_mail_from, check_mail_password, check_mail_server
from app.runtime.relay_settings import check_announce, check_bind, choose_bind

__all__ = ["PREFIX", "Mode", "Settings", "SettingsRefused", "load_settings"]

PREFIX = "ATTUNE_"
_LEAST_SECRET = 32
# Words from examples and common guesses; production rejects any secret that contains one, however long.
_KNOWN_SECRETS = ("change", "secret", "example", "password", "attune", "0123456789")


class Mode(StrEnum):
    """How the service is run."""

    DEMO = "demo"
    PRODUCTION = "production"


class SettingsRefused(Exception):
    """The settings cannot be used.

    Attributes:
        lines: One sentence per wrong setting: its name and what is allowed. Contains no values.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _setting(default: Any, *, meaning: str, allowed: str, shown: str, **limits: Any) -> Any:
    extra: dict[str, JsonValue] = {"allowed": allowed, "shown": shown}
    return Field(default=default, description=meaning, json_schema_extra=extra, **limits)


def _in_production(info: ValidationInfo) -> bool:
    return info.data.get("mode") is Mode.PRODUCTION


class Settings(BaseSettings):
    """Everything an operator can set. Missing fields take the mode's default."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="forbid",
        env_ignore_empty=True,
        validate_default=True,
        hide_input_in_errors=True,
    )

    mode: Mode = _setting(
        Mode.DEMO,
        meaning="`demo` runs on one machine without anything else; `production` has no unsafe defaults.",
        allowed="`demo` or `production`",
        shown="`demo`",
    )
    data_dir: Path = _setting(
        Path("var"),
        meaning="Where the demo keeps its database and its key.",
        allowed="a directory that can be written",
        shown="`var`",
    )
    database_url: str = _setting(
        None,
        meaning="The database that stores sessions. PostgreSQL’s role must be below row-level security in production.",
        allowed="`sqlite+aiosqlite:///PATH` or `postgresql+asyncpg://USER:PASSWORD@HOST/NAME`",
        shown="`sqlite+aiosqlite:///` and `attune.db` in the data directory",
    )
    secret_key: SecretStr | None = _setting(
        None,
        meaning="Signs invitation links and resume tokens; changing it withdraws all links.",
        allowed="32 characters or more of randomness, no value from an example",
        shown="demo: made once and kept in the data directory; production: must be set",
    )
    data_key: SecretStr | None = _setting(
        None,
        meaning="Encrypts personal data in the database. Without it that data is lost: keep a copy apart from backups.",
        allowed="32 characters or more of randomness, no value from an example, not the secret key",
        shown="demo: made once and kept in the data directory; production: must be set",
    )
    host: str = _setting(
        "127.0.0.1",
        meaning="Address the web server listens on.",
        allowed="an IP address or a host name",
        shown="`127.0.0.1`",
        min_length=1,
    )
    port: int = _setting(
        8000,
        meaning="TCP port of the web server.",
        allowed="1 to 65535",
        shown="`8000`",
        ge=1,
        le=65535,
    )
    public_url: str = _setting(
        None,
        meaning="The public address: links start with it, and only pages from it may open a room's socket.",
        allowed="`https://HOST` or `https://HOST:PORT` (demo: `http://` too), without a path",
        shown="demo: `http://localhost:PORT`; production: must be set",
    )
    host_names: Annotated[tuple[str, ...], NoDecode] = _setting(
        (),
        meaning="Further host names of this service, such as Prometheus uses; requests for any other name get 421.",
        allowed="host names, separated by commas; addresses and `localhost` need none",
        shown="none: the host of `ATTUNE_PUBLIC_URL` alone",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = _setting(
        (),
        meaning="Proxies whose `X-Forwarded-For` is trusted; otherwise all clients behind a proxy share one budget.",
        allowed="IP addresses or networks, separated by commas",
        shown="none",
    )
    ops_networks: Annotated[tuple[str, ...], NoDecode] = _setting(
        ("127.0.0.0/8", "::1/128"),
        meaning="Networks that may see `/metrics` and `/ops`; to everybody else they do not exist.",
        allowed="IP addresses or networks, separated by commas",
        shown="`127.0.0.0/8,::1/128`",
    )
    relay_workers: int = _setting(
        None,
        meaning="Relay processes.",
        allowed="1 to 64",
        shown="demo: `1`; production: one per core",
        ge=1,
        le=64,
    )
    relay_announce: Annotated[tuple[str, ...], NoDecode] = _setting(
        ("127.0.0.1",),
        meaning="Addresses at which clients reach the relay's ports, best first; one of each family if there is.",
        allowed="IPv4 and IPv6 addresses, separated by commas; production: no loopback",
        shown="demo: `127.0.0.1` and one other address of each family of the machine; production: must be set",
    )
    relay_bind: Annotated[tuple[str, ...], NoDecode, AfterValidator(check_bind)] = _setting(
        None,
        meaning="Local addresses of the relay's sockets. Where one card has several that are announced, name each.",
        allowed="IPv4 and IPv6 addresses, separated by commas",
        shown="`0.0.0.0` and `::`, as far as such addresses are announced; demo: for this machine alone",
    )
    relay_port: int = _setting(
        None,
        meaning="UDP and TCP port of the first relay process; the others follow. 0 takes any free port.",
        allowed="0 or 1024 to 65000; production: not 0",
        shown="demo: `0`; production: `40000`",
    )
    picture_height: Literal[180, 360, 720] = _setting(
        720,
        meaning="Largest height of the video that cameras send, pixels. Less helps slow links and old computers.",
        allowed="`180`, `360` or `720`",
        shown="`720`",
    )
    turn_urls: Annotated[tuple[str, ...], NoDecode] = _setting(
        (),
        meaning="TURN servers for clients whose network passes neither UDP nor TCP on the relay's ports.",
        allowed="`turn:` or `turns:` addresses, separated by commas",
        shown="none",
    )
    turn_secret: SecretStr | None = _setting(
        None,
        meaning="The secret shared with coturn (`static-auth-secret`).",
        allowed="set if and only if `ATTUNE_TURN_URLS` is; production: 32 characters or more, no value from an example",
        shown="none",
    )
    turn_ttl: timedelta = _setting(
        timedelta(minutes=10),
        meaning="How long a TURN credential opens connections; each offer brings a new one. Open connections continue.",
        allowed="120 to 86400 seconds",
        shown="`600`",
        ge=timedelta(minutes=2),
        le=timedelta(days=1),
    )
    mail_server: Annotated[str | None, AfterValidator(check_mail_server)] = _setting(
        None,
        meaning="The server that sends mail; the demo without one keeps its mail and shows it on a page.",
        allowed="`tls://HOST:PORT` or `starttls://HOST:PORT`; `none://HOST:PORT` for a server on this machine",
        shown="demo: none; production: must be set",
    )
    mail_user: str | None = _setting(
        None,
        meaning="Signs in to the mail server.",
        allowed="any text",
        shown="none: the server asks for no sign-in",
    )
    mail_password: Annotated[SecretStr | None, AfterValidator(check_mail_password)] = _setting(
        None,
        meaning="The password for it.",
        allowed="set if and only if `ATTUNE_MAIL_USER` is",
        shown="none",
    )
    mail_from: Annotated[str | None, AfterValidator(check_mail_from)] = _setting(
        None,
        meaning="Who mail is from. Whoever looks on sees the name, so it tells nothing; replies and bounces go there.",
        allowed="`ADDRESS` or `NAME <ADDRESS>`",
        shown="demo: none; production: must be set",
    )
    library_dir: Path | None = _setting(
        None,
        meaning="The clinic's own prompts, decks and other texts; they replace or extend the release's.",
        allowed="a directory that exists",
        shown="none",
    )
    exit_url: Annotated[str, AfterValidator(check_exit_url)] = _setting(
        EXIT_URL,
        meaning="Where “Exit this page” leads: a page that anybody might look at, and that has nothing to do with care.",
        allowed="`https://` and an address of at most 200 plain characters",
        shown=f"`{EXIT_URL}`",
    )
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "info",
        meaning="The lowest level that is logged.",
        allowed="`debug`, `info`, `warning` or `error`",
        shown="`info`",
    )

    @field_validator("database_url", mode="before")
    @classmethod
    def _check_database_url(cls, value: str | None, info: ValidationInfo) -> str:
        if value is None:
            return f"sqlite+aiosqlite:///{info.data.get('data_dir', Path('var'))}/attune.db"
        sqlite = value.startswith("sqlite+aiosqlite:///") and len(value) > len("sqlite+aiosqlite:///")
        if not sqlite and not (value.startswith("postgresql+asyncpg://") and urlsplit(value).path.strip("/")):
            raise ValueError
        return value

    @field_validator("secret_key", "data_key")
    @classmethod
    def _check_key(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if (value is None and _in_production(info)) or (value and not _strong(value, _in_production(info))):
            raise ValueError
        if value and info.field_name == "data_key" and value == info.data.get("secret_key"):
            raise ValueError
        return value

    @field_validator("public_url", mode="before")
    @classmethod
    def _check_public_url(cls, value: str | None, info: ValidationInfo) -> str:
        if value is None and not _in_production(info):
            return f"http://localhost:{info.data.get('port', 8000)}"
        parts = urlsplit(value or "")
        schemes = ("https",) if _in_production(info) else ("https", "http")
        if parts.scheme not in schemes or not parts.hostname or parts.username is not None:
            raise ValueError
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError
        port = "" if parts.port is None else f":{parts.port}"
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return f"{parts.scheme}://{host}{port}"

    @field_validator(
        "host_names",
        "trusted_proxies",
        "ops_networks",
        "relay_announce",
        "relay_bind",
        "turn_urls",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("trusted_proxies", "ops_networks")
    @classmethod
    def _check_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ip_network(part)) if "/" in part else str(ip_address(part)) for part in value)

    @field_validator("relay_workers", mode="before")
    @classmethod
    def _count_workers(cls, value: object, info: ValidationInfo) -> object:
        return value if value is not None else (min(os.cpu_count() or 1, 64) if _in_production(info) else 1)

    @field_validator("relay_announce")
    @classmethod
    def _check_announce(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return check_announce(value, production=_in_production(info))

    @field_validator("relay_bind", mode="before")
    @classmethod
    def _default_bind(cls, value: object, info: ValidationInfo) -> object:
        announced = info.data.get("relay_announce", ())
        return value if value is not None else choose_bind(announced, production=_in_production(info))

    @field_validator("relay_port", mode="before")
    @classmethod
    def _default_relay_port(cls, value: object, info: ValidationInfo) -> object:
        return value if value is not None else (40000 if _in_production(info) else 0)

    @field_validator("relay_port")
    @classmethod
    def _check_relay_port(cls, value: int, info: ValidationInfo) -> int:
        if not (1024 <= value <= 65000 or (value == 0 and not _in_production(info))):
            raise ValueError
        return value

    @field_validator("picture_height", mode="before")
    @classmethod
    def _read_height(cls, value: object) -> object:
        return int(value) if isinstance(value, str) else value

    @field_validator("turn_urls")
    @classmethod
    def _check_turn_urls(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not part.startswith(("turn:", "turns:")) or part.endswith(":") for part in value):
            raise ValueError
        return value

    @field_validator("turn_secret")
    @classmethod
    def _check_turn_secret(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if bool(value) is not bool(info.data.get("turn_urls")):
            raise ValueError
        if value and _in_production(info) and not _strong(value, True):
            raise ValueError
        return value

    @field_validator("library_dir")
    @classmethod
    def _check_library_dir(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError
        return value

    @field_validator("turn_ttl", mode="before")
    @classmethod
    def _read_seconds(cls, value: object) -> object:
        if isinstance(value, str):
            return timedelta(seconds=int(value))
        return value


def _strong(secret: SecretStr, production: bool) -> bool:
    value = secret.get_secret_value()
    if len(value) < _LEAST_SECRET:
        return False
    lowered = value.lower()
    return not production or (len(set(value)) >= 10 and not any(word in lowered for word in _KNOWN_SECRETS))


def load_settings(
    environ: Mapping[str, str] | None = None, make: Callable[[], Settings] = Settings
) -> Settings:
    """Read and validate the settings.

    Raises:
        SettingsRefused: Settings are wrong, missing or unknown; all of them are listed.
    """
    names = {PREFIX + name.upper() for name in Settings.model_fields}
    present = os.environ if environ is None else environ
    unknown = sorted(
        name for name in present if name.upper().startswith(PREFIX) and name.upper() not in names
    )
    lines = [f"{name} is not a setting; docs/settings.md lists them all" for name in unknown]
    try:
        settings = make()
    except ValidationError as error:
        wrong = sorted({str(item["loc"][0]) for item in error.errors() if item["loc"]})
        raise SettingsRefused([*lines, *(_refusal(name) for name in wrong)]) from None
    if lines:
        raise SettingsRefused(lines)
    return settings


def _refusal(name: str) -> str:
    extra = Settings.model_fields[name].json_schema_extra
    allowed = extra["allowed"] if isinstance(extra, dict) else ""
    return f"{PREFIX}{name.upper()} is wrong or missing; allowed: {allowed}"
