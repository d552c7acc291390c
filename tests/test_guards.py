"""The wiring: nothing is declared twice, forgotten, or said in one language only."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from pydantic import BaseModel

from bot import config
from bot.__main__ import app
from bot.config import Settings
from handlers.categories import CATEGORIES
from handlers.questions import READERS
from handlers.registry import REGISTRY

ROOT = Path(__file__).parents[1]
CODE = [path for folder in ("bot", "handlers") for path in sorted((ROOT / folder).rglob("*.py"))]
LANGUAGES = ("fr", "en")
NB = "\u00a0"


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802, RUF100  # The visitor's name.
        self.found.add(node.id.name)


class _Selectors(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802, RUF100  # As above.
        if isinstance(node.selector, ftl.VariableReference):
            self.found.add(node.selector.id.name)
        self.generic_visit(node)


def _messages(lang: str) -> dict[str, ftl.Message]:
    found: dict[str, ftl.Message] = {}
    for path in sorted((ROOT / "locales" / lang).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{entry.id.name} is there twice"
                found[entry.id.name] = entry
    return found


def _variables(message: ftl.Message) -> set[str]:
    visitor = _Variables()
    visitor.visit(message)
    return visitor.found


MESSAGES = {lang: _messages(lang) for lang in LANGUAGES}


def _literals() -> Iterator[str]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _patterns() -> Iterator[re.Pattern[str]]:
    """Keys that are put together, as patterns; those that begin with a variable part would match anything."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values]
                yield re.compile("".join(parts))


def _named() -> Iterator[str]:
    """Keys that calls name as they stand: text("..."), say("..."), _note("...")."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in ("text", "_note", "say") and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _declared() -> set[str]:
    """Keys that follow from declarations: flows, subjects, teams, questions, commands."""
    keys = set()
    for entry in REGISTRY.flows.values():
        for question in entry.flow.questions:
            if question not in entry.present:
                keys |= {entry.flow.key(question), f"{entry.flow.key(question)}-help"}
    # A question that a handler of its own asks may have a sentence, and a help, like any other.
    keys |= {
        f"{entry.flow.key(name)}{of}"
        for entry in REGISTRY.flows.values()
        for name in entry.flow.questions
        for of in ("", "-help")
    } & set(MESSAGES["fr"])
    for name, category in CATEGORIES.items():
        keys |= {f"category-{name}", f"category-{name}-description", f"team-{category.team}"}
        keys |= {f"category-{name}-notice"} if category.notice else set()
    for name, reader in READERS.items():
        keys |= {f"field-{name}", *(f"option-{name}-{option}" for option in reader.options)}
    return keys | {f"{of}-{command.names[0]}" for command in REGISTRY.commands for of in ("command", "explained")}


def test_every_language_has_the_same_sentences_with_the_same_arguments() -> None:
    french, english = MESSAGES["fr"], MESSAGES["en"]
    only_in_french = {key for key in french if not key.endswith("-first")} - set(english)
    assert not only_in_french
    assert set(english) <= set(french)
    for key in english:
        assert _variables(french[key]) == _variables(english[key]), key


def test_what_a_sentence_selects_on_is_a_code_or_a_number() -> None:
    # Anything else stands aside while a sentence is made (bot/i18n.py), so that nothing could be selected by it.
    wrong = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "text" and node.args):
                continue
            named = node.args[0]
            key = named.value if isinstance(named, ast.Constant) and isinstance(named.value, str) else ""
            selectors = _Selectors()
            for lang in LANGUAGES:
                if message := MESSAGES[lang].get(key):
                    selectors.visit(message)
            for given in node.keywords:
                is_said = isinstance(given.value, ast.Call) and getattr(given.value.func, "id", "") in (
                    "text", "Text", "Quoted", "quoted", "Moment", "Span"
                )  # fmt: skip
                if given.arg in selectors.found and is_said:
                    wrong.append(f"{path.name}: {key} {given.arg}")
    assert not wrong


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_is_missing(lang: str) -> None:
    assert not {key for key in _named() if re.fullmatch(r"[a-z][a-z_]*-[a-z_-]+", key)} - set(MESSAGES[lang])
    assert not _declared() - set(MESSAGES[lang])


def test_no_sentence_is_unused() -> None:
    literals, patterns, declared = set(_literals()), list(_patterns()), _declared()
    unused = {
        key
        for key in MESSAGES["fr"]
        if key not in literals and key not in declared and not any(pattern.fullmatch(key) for pattern in patterns)
    }
    assert not unused


class _Texts(Visitor):
    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_TextElement(self, node: ftl.TextElement) -> None:  # noqa: N802, RUF100  # The visitor's name.
        self.found.append(node.value)


def _sentences(lang: str) -> Iterator[tuple[str, str]]:
    for key, message in MESSAGES[lang].items():
        texts = _Texts()
        texts.visit(message)
        yield from ((key, each) for each in texts.found)


def test_french_typography() -> None:
    """Before : ; ? ! » and behind « stands a no-break space, an apostrophe is curly (Imprimerie nationale, Lexique)."""
    wrong = []
    for key, sentence in _sentences("fr"):
        if key.startswith("moment-"):
            continue  # A pattern for dates, where plain apostrophes quote.
        # An address, an argument, and "@léa: ", which is how one speaks at the terminal, follow rules of their own.
        plain = re.sub(r"https?://\S+|\{[^}]*\}|[@#]\S+(?: \S+)?:", "", sentence)
        if re.search(r" [;:?!»]|« | »|[^\s\u00a0\u202f/:;!?…\d(][;?!](?=\s|$)|\w:(?=\s|$)", plain) or "'" in plain:
            wrong.append((key, sentence))
    assert not wrong


def test_no_sentence_has_three_dots_or_two_spaces() -> None:
    for lang in LANGUAGES:
        for key, sentence in _sentences(lang):
            assert "..." not in sentence, f"{lang}:{key}: three dots instead of …"
            assert "  " not in sentence.strip("\n"), f"{lang}:{key}: two spaces"


SECTIONS: dict[str, type[BaseModel]] = {
    "city": config.City,
    "database": config.DatabaseSection,
    "telegram": config.Telegram,
    "matrix": config.Matrix,
    "terminal": config.Terminal,
    "promise": config.Promise,
    "drafts": config.Drafts,
    "files": config.FilesSection,
    "understanding": config.UnderstandingSection,
    "http": config.Http,
    "log": config.Log,
}


def _example() -> str:
    return (ROOT / "config.example.toml").read_text("utf-8")


def _uncommented() -> dict[str, object]:
    lines = [re.sub(r"^# (?=\[|[a-z_]+ = )", "", line) for line in _example().splitlines()]
    return tomllib.loads("\n".join(lines))


def test_the_sample_configuration_works_as_it_stands() -> None:
    assert config.parse(_example(), "config.example.toml").teams


def test_the_sample_configuration_shows_every_setting_with_its_default() -> None:
    shown = _uncommented()
    assert {*SECTIONS, "desk_team", "mediation_team", "teams", "councils"} == set(Settings.model_fields) == set(shown)
    for name, section in SECTIONS.items():
        table = shown[name]
        assert isinstance(table, dict)
        assert set(table) == set(section.model_fields), name
        if name in ("telegram", "matrix", "terminal"):
            continue
        read, defaults = section(**table), section()
        assert read == defaults, name


def _commands(group: typer.Typer, before: str = "") -> Iterator[str]:
    for command in group.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        yield f"{before}{name}"
    for nested in group.registered_groups:
        assert nested.typer_instance is not None
        yield from _commands(nested.typer_instance, f"{before}{nested.name} ")


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert not [name for name in _commands(app) if f"proximcite {name}" not in readme]
    docs = readme + "".join(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))
    assert not [command.names[0] for command in REGISTRY.commands if f"/{command.names[0]}" not in docs]


def test_the_contract_of_the_chat_commands() -> None:
    """The names others rely on; more may be added, none taken away."""
    contract = """start aide help demande request suivi status associations langue language mesdonnees mydata
    annuler cancel retour back humain human contester appeal agent file queue prendre take repondre answer demander ask
    reorienter route clore close note chercher find sondage poll resultats results"""
    names = {name for command in REGISTRY.commands for name in command.names}
    assert not set(contract.split()) - names


def test_every_flow_has_a_transcript() -> None:
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests" / "transcripts").glob("*.txt"))
    for name, entry in REGISTRY.flows.items():
        subject = name.removeprefix("report_")
        if subject in CATEGORIES:
            assert f"bot> report-understood {{category: category-{subject}}}" in written, name
            asked = [question for question in entry.flow.questions if question not in entry.present]
            assert all(entry.flow.key(question) in written for question in asked if question != "words"), name
        else:
            assert any(entry.flow.key(question) in written for question in entry.flow.questions), name


def test_the_demo_city_has_every_team() -> None:
    demo = config.load(ROOT / "bot" / "demo" / "config.toml")
    teams = {category.team for category in CATEGORIES.values()}
    assert teams <= set(demo.teams)
    assert all(demo.teams[team].rooms for team in teams)


def test_files_stay_small_enough_to_be_read() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for folder in ("bot", "handlers", "storage", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > 450
    }
    assert not long


def test_no_test_asks_the_machine_for_the_hour() -> None:
    """What is due by the hour would come into some runs and not into others; tests/fakes/clock.py has clocks."""
    found = {path.name for path in (ROOT / "tests").rglob("*.py") if "SystemClock" in path.read_text("utf-8")}
    assert found == {"test_clock.py", Path(__file__).name}
