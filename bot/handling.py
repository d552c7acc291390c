"""Step 2 of a message, the seam to the features: what a handler is given, and what a feature declares.

A handler is a plain function of a :class:`Context`. It reads and writes through the unit of work, says things by
locale key, and never sees a platform. handlers/registry.py declares them all in one :class:`Registry`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.domain.permissions import Permission
from bot.domain.promise import Rules
from bot.flow import Flow, Scope
from bot.i18n import Words as Wording
from bot.incoming import Address, Incoming
from bot.live import Live
from bot.outgoing import Card, Chart, Choice, Priority, Quoted, Renewed, Say, Text, Value
from bot.places.gazetteer import Gazetteer
from bot.places.records import Place
from bot.roster import Roster
from bot.search.index import Directory
from bot.search.records import Association
from bot.understanding import Understanding
from bot.understanding.global_words import GlobalWord
from storage.conversations import Conversation
from storage.outbox import Message
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.upcoming import Upcoming


@dataclass(frozen=True, slots=True)
class City:
    """What does not change while the program runs: configuration, wording, rules, who belongs where, what it can do."""

    settings: Settings
    wording: Wording
    rules: Rules
    roster: Roster
    registry: "Registry"
    associations: Live[Association, Directory] = field(default_factory=lambda: Live(Directory))
    places: Live[Place, Gazetteer] = field(default_factory=lambda: Live(Gazetteer))

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.settings.city.timezone)

    @property
    def lang(self) -> str:
        """The city's first language: that of team rooms and of people who have shown no other."""
        return self.settings.city.languages[0]


@dataclass(slots=True)
class Context:
    """One message being handled, within its transaction.

    What is said to the person who wrote is gathered here and sent as one message, in the order in which it was said.
    ``argument`` is what stands behind a command, an action or a global word. ``understanding`` is None for what is
    not free words (a command, a number, a button). ``asked``: the pending question has been said already.
    ``given``: references of the files of this message that can be shown and have no place yet (bot/sources.py).
    ``about``: what a reply to what is said here will refer to; ``files``: references of files to show with it, and
    ``chart`` a picture to draw; ``door``: what a link into the private chat that is shown with it will do there (see
    ``Say``); ``resumed``: what was put aside goes on, and its question is to be asked;
    ``permission``: the row of the table of rights that what is being done is under (bot/rights.py).
    """

    city: City
    incoming: Incoming
    person: Person
    conversation: Conversation
    uow: UnitOfWork
    now: datetime
    understanding: Understanding | None = None
    argument: str = ""
    urgent: bool = False
    paragraphs: list[Text | Quoted] = field(default_factory=list)
    choices: tuple[Choice, ...] = ()
    asked: bool = False
    given: tuple[str, ...] = ()
    about: str | None = None
    files: tuple[str, ...] = ()
    chart: Chart | None = None
    door: str | None = None
    resumed: bool = False
    permission: Permission = Permission.TALK

    @property
    def registry(self) -> "Registry":
        """Everything the bot can do."""
        return self.city.registry

    @property
    def scope(self) -> Scope:
        """What readers may know."""
        return Scope(self.now, self.city.zone, self.person.lang, self.gazetteer)

    def gazetteer(self) -> Gazetteer:
        """Give the city's places as they are now, also after another process has imported others."""
        stored = self.uow.places
        return self.city.places.at(stored.version(), stored.every)

    @property
    def account(self) -> str:
        """Who writes, in the form of the configuration: ``telegram:4242``."""
        return str(self.incoming.account)

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every account of who writes, in the same form: rights are those of the person."""
        return tuple(map(str, self.uow.linking.accounts_of(self.person.id)))

    @property
    def name(self) -> str:
        """What to call them: their display name, else the platform's handle."""
        return self.incoming.account.name or self.incoming.account.account_id

    def say(self, *paragraphs: Text | Quoted, choices: Sequence[Choice] = ()) -> None:
        """Answer the person who wrote, in the room where they wrote; later choices replace earlier ones."""
        self.paragraphs.extend(paragraphs)
        if choices:
            self.choices = tuple(choices)

    def post(
        self,
        address: Address,
        outgoing: Say | Card,
        *,
        lang: str | None = None,
        priority: Priority = Priority.ANSWER,
        once: str | None = None,
        about: str | None = None,
    ) -> None:
        """Say something elsewhere; ``once`` is an idempotency key, ``about`` what a reply to it will refer to."""
        message = Message(address, lang or self.city.lang, outgoing, priority, once, about)
        self.uow.outbox.add(message, self.now)

    def flush(self) -> None:
        """Put what was said to the person who wrote into the outbox."""
        if self.paragraphs:
            said = Say(tuple(self.paragraphs), self.choices, self.files, self.door, self.incoming.thread, self.chart)
            self.post(self.incoming.address, said, lang=self.person.lang, about=self.about)
        self.paragraphs, self.choices, self.files, self.chart, self.door = [], (), (), None, None


Handler = Callable[[Context], None]


@dataclass(slots=True)
class Tick:
    """One run of a job, within its transaction."""

    city: City
    uow: UnitOfWork
    now: datetime

    def post(
        self,
        address: Address,
        outgoing: Say | Card,
        *,
        lang: str | None = None,
        priority: Priority = Priority.REMINDER,
        once: str | None = None,
        about: str | None = None,
    ) -> None:
        """Say something; ``once`` is an idempotency key."""
        message = Message(address, lang or self.city.lang, outgoing, priority, once, about)
        self.uow.outbox.add(message, self.now)


def _always(_upcoming: Upcoming, _city: City, _now: datetime) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done when it is due. Running it twice does nothing more.

    Returns from ``run`` how many things it did; as long as that is not 0 it is run again in a new transaction.
    ``due`` says whether it is worth running, from what one look at the database told of all jobs; it may say yes for
    nothing, but not no.
    """

    name: str
    run: Callable[[Tick], int]
    due: Callable[[Upcoming, City, datetime], bool] = _always


Renewal = Callable[[Tick, Address, Say | Card, str], Renewed]
"""Makes a message anew, when it is handed to the platform: for whom, as it was, and what its ``renewal`` names."""


BEGINNING = 5
"""Letters from which on the beginning of a command's name stands for it among plain words."""


@dataclass(frozen=True, slots=True)
class Command:
    """A chat command: its names (French first), what it needs.

    Its help line is the key ``command-<first name>``, how it is used ``explained-<first name>``. ``by_link``: a link
    may do it (``t.me/name?start=voir_12``); only what does no harm to somebody who was sent such a link.
    ``understood``: what stands behind it are words like a citizen's, and the handler is told what they mean.
    """

    names: tuple[str, ...]
    run: Handler
    permission: Permission
    by_link: bool = False
    understood: bool = False

    def called(self, lang: str) -> str:
        """Give its name for somebody: French comes first, everybody else reads the last one."""
        return self.names[0] if lang == "fr" else self.names[-1]


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does, and what it needs."""

    run: Handler
    permission: Permission


@dataclass(frozen=True, slots=True)
class FlowEntry:
    """A flow with its effects.

    Args:
        flow: the table of questions.
        finish: what is done when all is answered; the answers are still in the conversation.
        permission: what finishing it needs, looked up again at that moment.
        present: questions that are asked by a handler of their own instead of their sentence alone.
        reword: questions for which words that are no answer get a handler of their own, instead of help.
        arguments: arguments for the questions' sentences.
        draft: an unfinished one is offered again, recalled once and then lapses.
        files: files that come in it are kept among its answers.
        hidden: questions the citizen was never asked, so "back" goes further.
        before: what "back" does where there is no earlier question; says whether it did anything.
        left: says what is lost when another flow is begun before it is finished.
        waits: questions that wait in silence while something else is done; all others are said again behind it.
    """

    flow: Flow
    finish: Handler
    permission: Permission
    present: Mapping[str, Handler] = field(default_factory=dict)
    reword: Mapping[str, Handler] = field(default_factory=dict)
    arguments: Callable[[Context], dict[str, Value]] = lambda _context: {}
    draft: bool = False
    files: bool = False
    hidden: frozenset[str] = frozenset()
    before: Callable[[Context], bool] = lambda _context: False
    left: Handler = lambda _context: None
    waits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything the bot can do.

    ``intents`` by label of the classifier; a label that is not there is a subject and goes to ``subject``.
    ``actions`` by the first word of a button's action, ``answered_by`` the keys of the labels of choices for which a
    plain yes (True) or no (False) is enough. ``first_flow`` finds out what words are about. ``digressions``
    are the intents that are answered in the middle of a flow, and ``searches`` those that are where only a yes is
    awaited; ``beside`` asks of words that answer nothing whether they are a request of their own, and says whether it
    did. ``harmless`` are those that may also be answered where the understanding is less than sure, because a wrong
    answer costs nothing. ``team_words`` takes what an agent writes in
    a team's room; ``group_words`` what is said to the bot in another group; ``in_private`` shows the way
    out of a group; ``danger`` adds its warning before anything else is done, ``foreign`` what helps who writes in a
    language that they are not answered in. ``edited`` follows the edit of a message
    and says whether that is all; if not, the words are taken as if they had been written only now. ``offer_files``
    offers to add files to a request that is sent, and says whether it did; ``files_left`` is for those that nobody else
    took. ``files_settled`` tells people of files that are here, or will not be (bot/fetching.py). ``renewals`` make
    messages anew that may not be true any more (:attr:`bot.outgoing.Say.renewal`).
    """

    intents: Mapping[str, Handler]
    digressions: frozenset[str]
    searches: frozenset[str]
    harmless: frozenset[str]
    subject: Handler
    unsure: Handler
    beside: Callable[[Context], bool]
    lost: Handler
    nothing: Handler
    unreadable: Handler
    file_only: Handler
    edited: Callable[[Context], bool]
    offer_files: Callable[[Context], bool]
    files_left: Handler
    files_settled: Callable[[Tick], int]
    welcome_back: Handler
    danger: Handler
    foreign: Handler
    citizen_reply: Handler
    team_words: Handler
    group_words: Handler
    in_private: Handler
    old_button: Handler
    unknown_command: Handler
    refuse: Handler
    sorry: Handler
    global_words: Mapping[GlobalWord, Handler]
    flows: Mapping[str, FlowEntry]
    first_flow: str
    commands: Sequence[Command]
    actions: Mapping[str, Action]
    answered_by: Mapping[str, bool]
    jobs: Sequence[Job]
    renewals: Mapping[str, Renewal]

    def renew(self, tick: Tick, address: Address, outgoing: Say | Card) -> Renewed:
        """Give what becomes of a message that names its renewal, as it is true now."""
        name, _, argument = outgoing.renewal.partition(" ")
        return self.renewals[name](tick, address, outgoing, argument)

    def command(self, name: str) -> Command | None:
        """Find a command by one of its names."""
        return next((command for command in self.commands if name in command.names), None)

    def command_begun(self, word: str) -> Command | None:
        """Find a command by one of its names or by the beginning of one, if no other command's name begins so."""
        begun = [each for each in self.commands if any(name.startswith(word) for name in each.names)]
        return self.command(word) or (begun[0] if len(begun) == 1 and len(word) >= BEGINNING else None)
