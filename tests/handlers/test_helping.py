"""Help: every command explained in every language, what is shown where, and words that could mean several."""

from collections.abc import Iterator
from unittest import mock

import pytest

import tests.fakes.town
from bot.handling import Command
from bot.i18n import Words
from bot.outgoing import Quoted, Text
from handlers import helping
from handlers.registry import REGISTRY
from tests.fakes.city import settings
from tests.fakes.clock import PARIS
from tests.fakes.platform import Speaker
from tests.fakes.town import Town, agent, citizen

NAMES = [command.names[0] for command in REGISTRY.commands]
MOST_LINES = 18
"""Paragraphs of a head's help, the longest: twelve commands, and what stands around them."""


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    city = settings(city={"administrators": ["fake:admin", "fake:agent-roads"]})
    with mock.patch.object(tests.fakes.town, "settings", return_value=city), Town(url) as opened:
        yield opened


def shown(town: Town, who: Speaker) -> list[str]:
    """Give the names of the commands in the latest message of a room."""
    row = next(row for row in reversed(town.rows()) if row.room == who.room)
    lines = [each for each in row.said.paragraphs if isinstance(each, Text) and each.key == "help-line"]
    return [name.words for each in lines if isinstance(name := each.args["name"], Quoted)]


def test_every_command_is_in_one_theme() -> None:
    assert sorted(name for names in helping.THEMES.values() for name in names) == sorted(NAMES)


def test_what_is_shown_first_are_commands() -> None:
    first = [names for table in (helping.IN_PRIVATE, helping.IN_TEAM) for names in table.values()]
    assert not {name for names in first for name in names} - set(NAMES)


@pytest.fixture(scope="module")
def wording() -> Words:
    return Words.packaged(PARIS)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("command", REGISTRY.commands, ids=NAMES)
def test_every_command_is_explained_with_an_example(lang: str, command: Command, wording: Words) -> None:
    written = wording.text(lang, f"explained-{command.names[0]}", {}).split("\n")
    assert len(written) in (2, 3)
    assert any(f"/{command.called(lang)}" in line for line in written[1:]), written
    assert any(line.startswith(("Exemple", "Example")) for line in written)


@pytest.mark.parametrize(
    ("who", "some", "never"),
    [
        (citizen("léa"), "demande", "file"),
        (citizen("agent-cleanliness"), "file", "inviter"),
        (citizen("head-roads"), "inviter", "retirer"),
        (citizen("agent-mediation"), "repondre", "prendre"),
        (citizen("admin"), "retirer", "file"),
        (citizen("agent-roads"), "retirer", "confier"),
        (agent("cleanliness"), "prendre", "inviter"),
        (agent("roads", "head"), "confier", "suivi"),
        (Speaker("léa", "council-conseil", group=True), "sondage", "demande"),
        (Speaker("tom", "council-conseil", group=True), "resultats", "sondage"),
        (Speaker("léa", "elsewhere", group=True), "demande", "file"),
    ],
)
async def test_it_fits_where_one_stands(who: Speaker, some: str, never: str, town: Town) -> None:
    said = await town.write(who, "/aide")
    assert len(said) <= MOST_LINES
    assert some in shown(town, who)
    assert never not in shown(town, who)
    assert len(shown(town, who)) == len({*shown(town, who)})


async def test_the_themes_show_all_that_one_may_do_there(town: Town) -> None:
    head, found = citizen("head-roads"), list[str]()
    await town.press(head, "help more")
    for theme in next(row.actions for row in reversed(town.rows()) if row.room == head.room):
        await town.press(head, theme)
        found += shown(town, head)
    assert sorted(found) == sorted({*NAMES} - {"sondage"})


@pytest.mark.parametrize("old", ["help", "help theme girafe", "help theme", "help x y"])
async def test_a_button_of_another_version_shows_the_themes(old: str, town: Town) -> None:
    assert await town.press(citizen("léa"), old) == ["help-which-theme"]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("/aide repondre", "explained-repondre"),
        ("/aide /répondre", "explained-repondre"),
        ("/help Answer", "explained-repondre"),
        ("/aide répondre à un citoyen", "explained-repondre"),
        ("/aide fusion", "explained-fusionner"),
        ("aide fusion", "explained-fusionner"),
        ("aidez-moi repondre", "explained-repondre"),
        ("/aide signatrue", "explained-signature"),
        ("/aide date promise", "explained-reporter"),
        ("/aide réponse", "explained-repondre"),
        ("/aide girafe", "help-unknown"),
        ("/aide !!", "help-unknown"),
        ("/aide " + "x" * 3_000, "help-unknown"),
    ],
)
async def test_one_command_is_explained(asked: str, wanted: str, town: Town) -> None:
    assert await town.write(citizen("agent-cleanliness"), asked) == [wanted]


@pytest.mark.parametrize("words", ["aide fusion", "aide sociale", "aide ménagère", "aide moi", "aide find", "aide"])
async def test_a_citizens_need_of_help_is_no_question_about_a_command(words: str, town: Town) -> None:
    said = await town.write(citizen("léa"), words, meaning="category social_aid")
    assert not [key for key in said if key.startswith("explained-")]
    assert said


async def test_in_the_middle_of_a_request_the_question_comes_again(town: Town) -> None:
    await town.write(citizen("léa"), "Lampadaire éteint", meaning="category street_lighting")
    assert await town.write(citizen("léa"), "/aide suivi") == ["explained-suivi", "report-place"]
    assert await town.write(citizen("léa"), "/aide") == ["report-place-help", "help-in-flow", "report-place"]
