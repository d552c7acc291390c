"""``proximcite chat``: the demo city in a terminal window, or in a pipe.

A loop of lines: keep the line, handle it, deliver what it led to, ask for the next. ``/avancer 24h`` moves the demo's
clock and lets the jobs run on the way, so that every reminder comes at its time.
"""

import asyncio
import re
import sys
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import structlog
from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from bot.app import App
from bot.clock import AdjustableClock
from bot.config import Settings
from bot.outgoing import Moment, text
from bot.platforms import Rendered
from bot.platforms.terminal import CITIZEN, NAME, Rooms, Terminal, parse
from bot.understanding import Understander
from storage.database import Database, Unavailable

log = structlog.get_logger()

STEP = timedelta(minutes=5)
"""How finely the demo's clock moves: a reminder comes out at most so late."""

FARTHEST = timedelta(days=60)
TICK_SECONDS = 60.0

_ADVANCE = re.compile(r"/(?:avancer|advance)\s+(\d{1,4})\s*(min|m|h|j|d)\b.*", re.IGNORECASE)
_UNITS = {"min": timedelta(minutes=1), "m": timedelta(minutes=1), "h": timedelta(hours=1)}
_DAY = timedelta(days=1)
_BAR = "  │ "
_QUIT = frozenset({"/quitter", "/quit", "/exit"})


def rooms_of(settings: Settings) -> Rooms:
    """Give the groups of the configuration that are in the terminal."""
    agents: dict[str, str] = {}
    teams: list[str] = []
    for team in settings.teams.values():
        rooms = [room.room_id for room in team.rooms if room.platform == NAME]
        teams += rooms
        for account in (*team.agents, *team.heads):
            if account.platform == NAME and rooms:
                agents.setdefault(account.account_id, rooms[0])
    councils = [room.room_id for each in settings.councils.values() for room in each.rooms if room.platform == NAME]
    return Rooms(frozenset(teams), frozenset(councils), agents)


class View:
    """Prints messages: with colour and space for a person, as plain lines for a pipe.

    Args:
        rooms: the groups, which are labelled as such.
        label: gives a group's name for people, by its room id.
        plain: no colour and no escape codes.
    """

    def __init__(self, rooms: Rooms, label: Callable[[str, str], str], plain: bool) -> None:
        self._rooms = rooms
        self._label = label
        self._plain = plain
        self._console = Console(highlight=False, soft_wrap=True, no_color=plain, force_terminal=not plain)

    def message(self, room: str, name: str, receipt: int, said: Rendered) -> None:
        """Print what the bot said in a room; the small number is what a reply can name."""
        kind = "team" if room in self._rooms.teams else "council" if room in self._rooms.councils else "private"
        title = self._label(kind, name)
        if self._plain:
            sys.stdout.write(f"[{title} ·{receipt}] " + said.text.replace("\n", "\n    ") + "\n")
            sys.stdout.flush()
            return
        colour = {"team": "yellow", "council": "magenta", "private": "cyan"}[kind]
        self._console.print(f"\n[bold {colour}]{escape(title)}[/] [dim]·{receipt}[/]")
        for paragraph in (said.html or said.text).split("\n"):
            for line in _styled(paragraph).wrap(self._console, self._console.width - len(_BAR)):
                self._console.print(Text(_BAR, style=colour) + line)

    def echo(self, line: str, who: str) -> None:
        """Repeat what was typed into a pipe, so that the output reads as a conversation."""
        if self._plain:
            sys.stdout.write(f"{who}> {line}\n")
            sys.stdout.flush()

    def note(self, said: str) -> None:
        """Print what the demo itself says: hints, the time."""
        if self._plain:
            sys.stdout.write(f"({said})\n")
            sys.stdout.flush()
        else:
            self._console.print(f"[dim italic]{escape(said)}[/]")


def _styled(paragraph: str) -> Text:
    """Turn the renderer's HTML, which knows only bold, into text for the console."""
    styled = Text()
    for number, part in enumerate(re.split(r"</?b>", paragraph)):
        styled.append(unescape(part), style="bold" if number % 2 else "")
    return styled


async def chat_with(settings: Settings, database: Database, understander: Understander, clock: AdjustableClock) -> None:
    """Talk until the end of input.

    Args:
        settings: the demo city's, or another with the terminal in it.
        database: open, its tables up to date.
        understander: understands texts.
        clock: moved by ``/avancer``.
    """
    plain = not (sys.stdin.isatty() and sys.stdout.isatty())
    rooms = rooms_of(settings)
    holder: list[App] = []

    def label(kind: str, room: str) -> str:
        city = holder[0].city
        return city.wording.text(city.lang, f"terminal-{kind}", {"room": room, "default": str(room == CITIZEN)})

    view = View(rooms, label, plain)
    terminal = Terminal(rooms, view.message, clock)
    app = App(settings, database, [terminal], understander, clock)
    holder.append(app)
    await Chat(app, terminal, view, clock, plain).run()


class Chat:
    """One session at the terminal."""

    def __init__(self, app: App, terminal: Terminal, view: View, clock: AdjustableClock, plain: bool) -> None:
        self._app = app
        self._terminal = terminal
        self._view = view
        self._clock = clock
        self._plain = plain

    async def run(self) -> None:
        """Read lines until there are no more."""
        self._note("terminal-hints")
        if self._plain:
            while (line := await asyncio.to_thread(sys.stdin.readline)) and line.strip() not in _QUIT:
                said = parse(line.rstrip("\n"), self._terminal.rooms)
                self._view.echo(line.rstrip("\n"), said.name if not line.startswith(("@", "#")) else "")
                await self.line(line.rstrip("\n"))
            return
        session: PromptSession[str] = PromptSession()
        ticking = asyncio.create_task(self._tick())
        with patch_stdout(raw=True):
            try:
                while (line := await session.prompt_async("› ")) not in _QUIT:
                    await self.line(line)
            except (EOFError, KeyboardInterrupt):
                pass
            finally:
                ticking.cancel()

    async def line(self, line: str) -> None:
        """Handle one line, and deliver everything it led to."""
        kept = False
        try:
            if match := _ADVANCE.fullmatch(line.strip()):
                await self._advance(int(match[1]) * _UNITS.get(match[2].lower(), _DAY))
            else:
                await self._app.intake.accept(self._terminal.name, [self._terminal.incoming(line)], None)
                kept = True
                await self._app.settle()
        except Unavailable as error:
            log.error("line_not_kept", reason=error.reason)  # The reason says all; there is no bug.
            self._note("terminal-kept" if kept else f"terminal-unavailable-{error.reason.value}")

    async def _advance(self, by: timedelta) -> None:
        end = self._clock.now() + min(by, FARTHEST)
        while self._clock.now() < end:
            self._clock.advance(min(STEP, end - self._clock.now()))
            await self._app.schedule.tick()
            await self._app.settle()
        self._note("terminal-now", moment=Moment(self._clock.now()))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            await self._app.schedule.tick()
            await self._app.settle()

    def _note(self, key: str, **args: Moment) -> None:
        city = self._app.city
        for line in city.wording.text(city.lang, key, text(key, **args).args).split("\n"):
            self._view.note(line)
