"""Feature: what stands in braces in a template, "{lieu}", and what it becomes for one request. Pure, but for wording.

The names are in locales/*/templates.toml, in every language that has them; an agent may write in any, without accents.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.domain.request import Request
from bot.handling import Context
from bot.outgoing import Moment, Value
from bot.places.spot import Spot
from bot.understanding.global_words import fold
from bot.understanding.pseudonyms import HIDDEN

_NAMED = re.compile(r"\{([^{}]{0,40})\}")


def unknown(body: str) -> list[str]:
    """Give what stands in braces in a text and is no placeholder, as it was written."""
    return [found[0] for found in _NAMED.finditer(body) if _code(found[1]) is None]


def filled(context: Context, request: Request, body: str) -> str:
    """Write a template for a request, in its citizen's language; what is not known stays in braces."""
    known = _values(context, request)
    return _NAMED.sub(lambda found: known.get(_code(found[1]) or "") or found[0], body)


def gaps(words: str) -> list[str]:
    """Give what is still to be filled in before a text can be sent: placeholders, and what was hidden; each once."""
    named = [found[0] for found in _NAMED.finditer(words) if _code(found[1])]
    return list(dict.fromkeys([*named, *([HIDDEN] if HIDDEN in words else [])]))


def names(lang: str) -> list[str]:
    """Give the placeholders as they are shown to somebody, in the order of the list."""
    table = _tables().get(lang) or _tables()["fr"]
    return [f"{{{each[0]}}}" for each in table["placeholders"].values()]


def verb(word: str) -> str | None:
    """Read what is to be done with a template: ``add``, ``change`` or ``remove``; None for any other word."""
    return _spelt("verbs").get(fold(word))


def _values(context: Context, request: Request) -> dict[str, str]:
    spot = Spot.parse(request.answers.get("place", ""))
    wording, lang = context.city.wording, request.lang

    def say(key: str, **args: Value) -> str:
        return wording.text(lang, key, args)

    return {
        "number": request.number,
        "place": spot.name or spot.area or spot.town or "",
        "subject": say(f"category-{request.category}"),
        "date": say("template-date", at=Moment(request.promise.received_at, "date")),
        "due": say("template-date", at=Moment(request.promise.due_at, "date")),
        "service": say(f"team-{request.team}"),
        "agent": context.name,
    }


def _code(written: str) -> str | None:
    return _spelt("placeholders").get(fold(written))


@cache
def _spelt(table: str) -> Mapping[str, str]:
    """Give what each spelling of a table stands for."""
    return {
        fold(written): code for each in _tables().values() for code, listed in each[table].items() for written in listed
    }


@cache
def _tables() -> Mapping[str, dict[str, dict[str, list[str]]]]:
    """Read the tables of every language that has one."""
    found = ((folder.name, folder / "templates.toml") for folder in files("locales").iterdir())
    return {lang: tomllib.loads(table.read_text("utf-8")) for lang, table in found if table.is_file()}
