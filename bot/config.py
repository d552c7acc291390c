"""The configuration: typed settings from one TOML file, and secrets from the environment.

``PROXIMCITE_TELEGRAM__TOKEN`` stands for ``token`` under ``[telegram]`` and wins over the file. A key that nobody knows
is refused with its name and line, so that a misspelt one does not silently do nothing.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.incoming import Account, Address

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=36_500)
"""Longer delays would lead out of the calendar, and nobody waits a century."""


def duration(value: object) -> timedelta:
    """Read ``90s``, ``15m``, ``48h`` or ``5d``; what is read already is left as it is.

    Raises:
        ValueError: it is of another form (a number alone has no unit), or longer than a century.
    """
    if isinstance(value, timedelta):
        return value
    read = re.fullmatch(r"(\d{1,9})([smhd])", value.strip()) if isinstance(value, str) else None
    length = timedelta(**{_UNITS[read[2]]: int(read[1])}) if read else None
    if length is None or length > _LONGEST:
        raise ValueError("duration")
    return length


def _lasting(length: timedelta) -> timedelta:
    if length <= timedelta(0):
        raise ValueError("longer than nothing")
    return length


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:  # A folder of zones ("Europe") is an OSError.
        raise ValueError(f"no time zone {name!r}") from error
    return name


def _spoken(lang: str) -> str:
    needed = ("common.ftl", "words.toml")
    folders = (each for each in files("locales").iterdir() if all((each / name).is_file() for name in needed))
    if lang not in {each.name for each in folders}:
        raise ValueError(f"no sentences in {lang!r}")
    return lang


def _window(value: object) -> object:
    return None if value == [] else value


def _address(value: object) -> object:
    return Address.parse(value) if isinstance(value, str) else value


def _account(value: object) -> object:
    if not isinstance(value, str):
        return value
    parsed = Address.parse(value)
    return Account(parsed.platform, parsed.room_id)


Duration = Annotated[timedelta, BeforeValidator(duration)]
Lasting = Annotated[Duration, AfterValidator(_lasting)]
Timezone = Annotated[str, AfterValidator(_zone)]
Language = Annotated[str, AfterValidator(_spoken)]
Addresses = tuple[Annotated[Address, BeforeValidator(_address)], ...]
Accounts = tuple[Annotated[Account, BeforeValidator(_account)], ...]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class City(_Section):
    """``[city]``"""

    name: str = "Besançon"
    timezone: Timezone = "Europe/Paris"
    languages: list[Language] = Field(default=["fr", "en"], min_length=1)
    phone: str = "0 800 25 3000"
    insee: str = Field(default="25056", pattern=r"^[0-9][0-9AB][0-9]{3}$")
    administrators: Accounts = ()


class DatabaseSection(_Section):
    """``[database]``"""

    url: str = "sqlite:///proximcite.db"


class Telegram(_Section):
    """``[telegram]``"""

    token: str
    base_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    url: str = ""
    secret: str = ""


class Matrix(_Section):
    """``[matrix]``"""

    homeserver: str
    user: str
    password: str = ""
    access_token: str = ""
    device_id: str = ""
    store: str = "matrix-store"
    direct_from: tuple[str, ...] = ("*",)
    rooms_from: tuple[str, ...] = ()
    encrypt_direct: bool = True


class Terminal(_Section):
    """``[terminal]``"""

    enabled: bool = False


class Promise(_Section):
    """``[promise]``"""

    answer_within: Duration = timedelta(hours=48)
    remind_after: tuple[Duration, ...] = (timedelta(hours=24), timedelta(hours=40), timedelta(hours=47))
    quiet: Annotated[tuple[time, time] | None, BeforeValidator(_window)] = (time(20), time(7, 30))
    working_calendar: bool = False
    days_off: tuple[date, ...] = ()
    question_lapses_after: Lasting = timedelta(days=5)
    remind_citizen_after: Duration = timedelta(days=3)
    undo_within: Duration = timedelta(seconds=30)
    digest_at: time = time(8, 30)

    @model_validator(mode="after")
    def _rising(self) -> "Promise":
        steps = (timedelta(0), *self.remind_after, self.answer_within)
        if any(later <= earlier for earlier, later in pairwise(steps)):
            raise ValueError("ladder")
        return self


class FilesSection(_Section):
    """``[files]``"""

    folder: str = "files"


class UnderstandingSection(_Section):
    """``[understanding]``"""

    model: str = "model.npz"


class Drafts(_Section):
    """``[drafts]``"""

    resume_after: Duration = timedelta(minutes=30)
    nudge_after: Duration = timedelta(hours=20)
    expire_after: Duration = timedelta(days=5)


class Team(_Section):
    """``[teams.<name>]``"""

    rooms: Addresses = ()
    agents: Accounts = ()
    heads: Accounts = ()


class Council(_Section):
    """``[councils.<name>]``"""

    rooms: Addresses = ()
    facilitators: Accounts = ()
    members: Accounts = ()


class Http(_Section):
    """``[http]``"""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=8480, ge=1, le=65_535)


class Log(_Section):
    """``[log]``"""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["json", "text"] = "json"


class _Environment(EnvSettingsSource):
    """The environment; a list that is no JSON goes on as text, to be told like any other wrong value."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:  # noqa: ANN401  # The library's type.
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


class Settings(BaseSettings):
    """The whole configuration."""

    model_config = SettingsConfigDict(
        env_prefix="PROXIMCITE_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        nested_model_default_partial_update=True,
    )

    city: City = City()
    database: DatabaseSection = DatabaseSection()
    telegram: Telegram | None = None
    matrix: Matrix | None = None
    terminal: Terminal = Terminal()
    promise: Promise = Promise()
    drafts: Drafts = Drafts()
    files: FilesSection = FilesSection()
    understanding: UnderstandingSection = UnderstandingSection()
    desk_team: str = "desk"
    mediation_team: str = "mediation"
    teams: dict[str, Team] = Field(default_factory=dict)
    councils: dict[str, Council] = Field(default_factory=dict)
    http: Http = Http()
    log: Log = Log()

    @model_validator(mode="after")
    def _special_teams(self) -> "Settings":
        for name in ("desk_team", "mediation_team"):
            if getattr(self, name) not in self.teams:
                raise ValueError(f"team {name}")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        return _Environment(settings_cls), init_settings


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a configuration: a code (``config-<code>`` is its sentence), where, and what was found.

    What was found is never a secret: where it could be one, it is "…".
    """

    code: str
    key: str
    line: int
    found: str


class ConfigError(Exception):
    """A configuration that cannot be used, with everything that is wrong in it.

    Args:
        path: the file, as it was named.
        problems: at least one.
    """

    def __init__(self, path: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{path}: {problems}")
        self.path = path
        self.problems = problems


def load(path: Path) -> Settings:
    """Read a configuration file and the environment.

    Raises:
        ConfigError: the file is missing, is no TOML, or something in it is unknown or wrong.
    """
    try:
        written = path.read_text("utf-8")
    except OSError as error:
        raise ConfigError(str(path), (Problem("unreadable", str(path), 0, error.strerror or ""),)) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"{error.encoding}: {error.reason}"
        raise ConfigError(str(path), (Problem("unreadable", str(path), line, found),)) from error
    return parse(written, str(path))


def parse(written: str, name: str) -> Settings:
    """Read the text of a configuration; ``name`` is what problems call it.

    Raises:
        ConfigError: as :func:`load`.
    """
    try:
        data = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise ConfigError(name, (Problem("not-toml", "", int(line[1]) if line else 0, str(error)),)) from error
    try:
        return Settings(**data)
    except ValidationError as error:
        raise ConfigError(name, tuple(_problem(each, written) for each in error.errors())) from error


_CODES: Mapping[str, str] = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
    "literal_error": "not-one-of",
    "value_error": "wrong-value",
}


def _problem(error: Any, written: str) -> Problem:  # noqa: ANN401  # pydantic's ErrorDetails, a TypedDict of Any.
    path = [str(part) for part in error["loc"] if not (isinstance(part, str) and "[" in part)]
    message = str(error.get("ctx", {}).get("error", ""))
    code = _CODES.get(error["type"], "wrong-value")
    if message in ("duration", "ladder") or message.startswith("team "):
        code, _, key = message.partition(" ")
        path = [key] if key else path
    return Problem(code, ".".join(path), _line(path, written), _found(code, path, error["input"]))


_SECRETS = frozenset({"telegram", "matrix", "database"})
"""Sections with secrets in them: passwords, tokens, and URLs that hold one."""


def _found(code: str, path: list[str], value: object) -> str:
    if code in ("missing-key", "ladder", "team"):
        return ""
    # A key that nobody knows may be a secret's, misspelt or in the wrong section, and a table may hold one.
    hidden = code == "unknown-key" or isinstance(value, Mapping) or path[0] in _SECRETS
    return "…" if hidden else str(value)[:80]


def _line(path: list[str], written: str) -> int:
    """Give the line (from 1) where a key stands in its table, or the table's own, or 0."""
    table, found = list[str](), 0
    for number, line in enumerate(written.splitlines(), 1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            table = _parts(header[1])
            if table == path:
                return number
            if table and table == path[:-1]:
                found = number
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            full = [*table, *_parts(key[1])]
            if path[: len(full)] == full:
                return number
    return found


def _parts(key: str) -> list[str]:
    """Split a dotted key of TOML."""
    return [part.strip("\"'") for part in re.findall(r"""[\w-]+|"[^"]*"|'[^']*'""", key)]
