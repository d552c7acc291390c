"""Step 3 of a message: locale keys become sentences. The words are in locales/<lang>/*.ftl (Project Fluent).

What people wrote (:class:`bot.outgoing.Quoted`) passes through unchanged but for characters that could disguise it:
control characters and overrides of the writing direction. Its asterisks cannot become emphasis.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from fluent.runtime import FluentBundle, FluentResource

from bot.outgoing import Moment, Quoted, Span, Text, Value

LITERAL_ASTERISK = "\ue000"
"""Stands for an asterisk in quoted words until the renderer has dealt with emphasis (a private-use character)."""

_DISGUISES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000\ue001]")
ASIDE = "\ue001"
SHORT = 200
"""Characters; an argument that is longer is put in after the sentence is made."""

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


class MissingWords(Exception):
    """A key, or one of its arguments, is missing from a language and from the fallback; tests prevent it."""


class Words:
    """All sentences in all languages.

    Args:
        resources: by language, the texts of its ``.ftl`` files.
        zone: the city's time zone, for dates.
        fallback: the language to use for a key that another one lacks.
    """

    def __init__(self, resources: Mapping[str, Sequence[str]], zone: ZoneInfo, fallback: str = "fr") -> None:
        self._zone = zone
        self._fallback = fallback
        self._bundles = {lang: _bundle(lang, tuple(texts)) for lang, texts in resources.items()}
        self._moment = lru_cache(maxsize=4_096)(self._write_moment)
        self._fixed = lru_cache(maxsize=4_096)(lambda lang, key: self._format(lang, key, {}))
        # What the bot itself puts into a sentence recurs all day long: subjects, services, dates. Nobody's words do.
        self._recurring = lru_cache(maxsize=4_096, typed=True)(self._put_together)

    @classmethod
    def packaged(cls, zone: ZoneInfo) -> "Words":
        """Read every language that comes with the program."""
        found: dict[str, list[str]] = {}
        for folder in sorted(files("locales").iterdir(), key=lambda each: each.name):
            if folder.is_dir():
                texts = [each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".ftl")]
                if texts:
                    found[folder.name] = texts
        return cls(found, zone)

    def languages(self) -> tuple[str, ...]:
        """Give the languages that have sentences."""
        return tuple(self._bundles)

    def has(self, lang: str, key: str) -> bool:
        """Say whether a language has a sentence itself."""
        return lang in self._bundles and self._bundles[lang].has_message(key)

    def text(self, lang: str, key: str, args: Mapping[str, Value] | None = None) -> str:
        """Write a sentence.

        Args:
            lang: the reader's language; what it lacks is written in the fallback.
            key: the sentence.
            args: its arguments; dates, spans and nested sentences are written in the sentence's language.

        Raises:
            MissingWords: neither language has the key, or an argument is missing.
        """
        return self._format(lang, key, args) if args else self._fixed(lang, key)

    def write(self, lang: str, said: Text | Quoted) -> str:
        """Write a sentence, in its own language if it has one, or somebody's own words."""
        return self.text(said.lang or lang, said.key, said.args) if isinstance(said, Text) else quote(said.words)

    def _format(self, lang: str, key: str, args: Mapping[str, Value]) -> str:
        lang = lang if self.has(lang, key) else self._fallback
        if not self._bundles[lang].has_message(key):
            raise MissingWords(key)
        written = {name: self._argument(lang, value) for name, value in args.items()}
        # What somebody said, or is a sentence itself, stands aside until the sentence is made, which so recurs; and
        # so does what is long, for Fluent takes no argument of more than a thousand characters.
        aside = {
            name: value
            for name, value in written.items()
            if isinstance(args[name], Text | Quoted) or (isinstance(value, str) and len(value) > SHORT)
        }
        held = {f"{ASIDE}{number}{ASIDE}": value for number, value in enumerate(aside.values())}
        written |= dict(zip(aside, held, strict=True))
        said = self._recurring(lang, key, tuple(written.items()))
        for mark, value in held.items():
            said = said.replace(mark, str(value))
        return said

    def _put_together(self, lang: str, key: str, args: tuple[tuple[str, str | int], ...]) -> str:
        pattern = self._bundles[lang].get_message(key).value
        if pattern is None:
            raise MissingWords(key)
        result, errors = self._bundles[lang].format_pattern(pattern, dict(args))
        if errors:
            raise MissingWords(f"{lang}:{key}: {errors[0]!r}")
        return str(result)

    def _argument(self, lang: str, value: Value) -> str | int:
        match value:
            case Moment():
                return self._moment(lang, value)
            case Span():
                return self._span(lang, value.seconds)
            case Text() | Quoted():
                return self.write(lang, value)
            case _:
                return value

    def _write_moment(self, lang: str, moment: Moment) -> str:
        local = moment.at.astimezone(self._zone)
        key = f"moment-{moment.form}"
        # "1er décembre": some languages write the first of a month in another way.
        first = f"{key}-first"
        form = self.text(lang, first if local.day == 1 and self.has(lang, first) else key)
        return format_datetime(local, form, locale=lang)

    def _span(self, lang: str, seconds: int) -> str:
        if seconds >= _DAY:
            days, rest = divmod(seconds, _DAY)
            return self.text(lang, "span-days", {"days": days, "hours": rest // _HOUR})
        if seconds >= _HOUR:
            hours, rest = divmod(seconds, _HOUR)
            return self.text(lang, "span-hours", {"hours": hours, "minutes": f"{rest // _MINUTE:02}"})
        if seconds >= _MINUTE:
            return self.text(lang, "span-minutes", {"minutes": seconds // _MINUTE})
        return self.text(lang, "span-seconds", {"seconds": seconds})


@lru_cache(maxsize=16)
def _bundle(lang: str, texts: tuple[str, ...]) -> FluentBundle:
    """Read the sentences of a language: once a process, for both languages take half a second.

    Isolation marks would show as boxes in terminals; both languages here are written left to right.
    """
    bundle = FluentBundle([lang], use_isolating=False)
    for each in texts:
        bundle.add_resource(FluentResource(each))
    return bundle


def quote(words: str) -> str:
    """Give somebody's words without what could disguise them or pass for our emphasis."""
    return _DISGUISES.sub("", words).replace("*", LITERAL_ASTERISK)
