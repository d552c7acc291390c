"""Step 2 of a message: which handler gets it. The order is the product's, and it is all here.

Private chat: a button → a command → danger (warned of first, then the rest goes on) → a word that works at every
moment → one of the choices offered last → the pending question, unless it is a digression → a question an agent asked
→ a new intent. Group: a button, a command, the team's or council's own rules; otherwise silence.
"""

from dataclasses import replace

from bot.choosing import CONFIRM, chosen, confirms_nothing, named
from bot.conversing import ask, ask_again, bring_up_to_date, entry_of, go_back, misread, pending_question, receive, skip
from bot.domain.permissions import Permission, Verdict
from bot.handling import Action, Command, Context, Handler, Registry
from bot.incoming import Pressed, Room, Words
from bot.rights import allowed, check
from bot.sources import accept_files, forget_what_may_be_said_again, hold, hold_files, keep_files
from bot.understanding import Decision
from bot.understanding.about import Topic
from bot.understanding.features import plain
from bot.understanding.global_words import Found, GlobalWord, GlobalWords

LIKELY = 0.5
"""Score from which on a harmless intent is answered without being sure of it."""

MAY_BE_WORDS = (GlobalWord.HERE, GlobalWord.WAIT, GlobalWord.GOING_ON, GlobalWord.ABOUT)
"""Words whose meaning depends on what is going on, so the message is understood as well."""

START = "start"
"""The command that opens a chat; behind it stands what a link says to do
(https://core.telegram.org/bots/features#deep-linking)."""


class Routing:
    """Finds the handler of a message.

    Args:
        words: the words that work at every moment, in every language.
    """

    def __init__(self, words: GlobalWords) -> None:
        self._words = words

    def route(self, context: Context) -> None:
        """Handle one message; afterwards the context holds what is to be said."""
        content = context.incoming.content
        bring_up_to_date(context)
        if isinstance(content, Words) and content.edits is not None:
            if context.registry.edited(context):
                return
            content = replace(content, edits=None)
            context.incoming = replace(context.incoming, content=content)
        forget_what_may_be_said_again(context)
        if isinstance(content, Pressed):
            act(context, content.action)
        elif context.incoming.room is Room.GROUP:
            self._group(context, content)
        else:
            self._private(context, content)

    def needs_understanding(self, incoming_words: Words) -> bool:
        """Say whether the classifier has to look at these words: not for commands, numbers, and words known exactly."""
        text = incoming_words.text.strip()
        return (
            any(letter.isalpha() for letter in text)
            and not text.startswith(("/", "!"))
            and (self._words.find(text) or Found(GlobalWord.HERE)).word in MAY_BE_WORDS
            and not self._words.is_bare_answer(text)
        )

    def _private(self, context: Context, words: Words) -> None:
        text = context.incoming.text
        if words.is_unreadable:
            interrupt(context, context.registry.unreadable)
            return
        accept_files(context)
        if _is_command(text):
            _command(context, text[1:])
        elif not text:
            _without_words(context, words)
        else:
            self._words_in_private(context, words, text)
        if context.given:
            context.registry.files_left(context)

    def _words_in_private(self, context: Context, words: Words, text: str) -> None:
        understood = context.understanding
        _follow_language(context)
        if _takes_files(context) and not _is_stale(context):
            keep_files(context)
        if understood is not None and understood.emergency is not None:
            was_pending = pending_question(context) is not None
            context.registry.danger(context)
            if not was_pending or context.asked:
                return
        elif _is_foreign(context):
            context.registry.foreign(context)
        if self._global_word(context, words, text) or self._chosen(context, text, words.reply_to):
            return
        if not any(letter.isalnum() for letter in text):
            context.registry.nothing(context)
            ask(context)
        elif pending_question(context) is not None and not _is_writing(context) and self._says_to_go_on(text):
            ask(context)
        elif pending_question(context) is not None:
            _in_flow(context, words, leaves_out=self._words.leaves_out(text))
        elif _is_reply_to_agent(context, words):
            context.registry.citizen_reply(context)
        elif context.given and context.registry.offer_files(context):
            return
        elif self._words.is_bare_answer(text) or self._says_to_go_on(text):
            context.registry.global_words[GlobalWord.REPEAT](context)
        else:
            new_intent(context)

    def _global_word(self, context: Context, words: Words, text: str) -> bool:
        found = self._words.find(text) or _asks_about(context, self._words.asked_about(text))
        if found is None:
            return False
        context.argument = found.argument
        match found.word:
            case GlobalWord.BACK:
                go_back(context)
            case GlobalWord.SKIP:
                skip(context)
            case GlobalWord.GOING_ON:
                return False  # It may say the same as a choice: "quand même".
            case GlobalWord.REPEAT if pending_question(context) is not None:
                ask(context)
            case GlobalWord.SENT if _is_writing(context):
                return False
            case GlobalWord.ABOUT if not _asks_us(context, words, found.argument):
                context.argument = ""
                return False
            case GlobalWord.HERE | GlobalWord.WAIT if not _awaits_answer(context):
                return False
            case word:
                interrupt(context, context.registry.global_words[word])
        return True

    def _chosen(self, context: Context, text: str, reply_to: str | None) -> bool:
        if choice := chosen(context, text, reply_to, self._words.answer(text)):
            act(context, choice.action)
        elif confirms_nothing(context, text, reply_to):
            ask(context)
        else:
            return False
        return True

    def _says_to_go_on(self, text: str) -> bool:
        found = self._words.find(text)
        return found is not None and found.word is GlobalWord.GOING_ON

    def _group(self, context: Context, words: Words) -> None:
        text, address = context.incoming.text, context.incoming.address
        if words.is_unreadable:
            # An agent's answer may be in it; elsewhere in a group it is none of the bot's business.
            if context.city.roster.team_of_room(address) or context.incoming.called:
                context.registry.unreadable(context)
        elif _is_command(text):
            _command(context, text[1:])
        elif context.city.roster.team_of_room(address):
            self._in_team_room(context, words)
        elif context.city.roster.council_of_room(address) and _named(context, text, words.reply_to):
            return
        elif context.incoming.called:
            context.registry.group_words(context)

    def _in_team_room(self, context: Context, words: Words) -> None:
        text = context.incoming.text
        found = self._words.find(text)
        if found is not None and found.word is GlobalWord.CANCEL and pending_question(context) is not None:
            context.registry.global_words[GlobalWord.CANCEL](context)
        elif not _named(context, text, words.reply_to):
            context.permission = Permission.WRITE
            context.registry.team_words(context)


def behind_command(line: str, registry: Registry) -> str:
    """Give the words behind a command that are to be understood; "" if it is none of those."""
    if not _is_command(line):
        return ""
    name, _, words = line[1:].partition(" ")
    command = registry.command(plain(name.partition("@")[0]))
    return words.strip() if command and command.understood else ""


def act(context: Context, action: str) -> None:
    """Do what a button says; one that this version does not know is an old button."""
    name, _, context.argument = action.partition(" ")
    found = context.registry.actions.get(name)
    if found is None:
        interrupt(context, context.registry.old_button)
    else:
        interrupt(context, _checked(found, name))


def interrupt(context: Context, handler: Handler) -> None:
    """Run a handler; if the same question is still pending afterwards and was not said again, say it again.

    So it is with the question of a draft that had been put aside, and goes on now. Some questions wait in silence
    (``FlowEntry.waits``).
    """
    before = (context.conversation.flow, pending_question(context))
    handler(context)
    unchanged = before[1] is not None and before == (context.conversation.flow, pending_question(context))
    entry = entry_of(context)
    if context.resumed or (unchanged and entry is not None and before[1] not in entry.waits):
        ask_again(context)


def new_intent(context: Context) -> None:
    """Handle words that answer nothing: what do they want?"""
    understood, registry = context.understanding, context.registry
    if understood is None:
        registry.nothing(context)
        return
    if understood.proposals:
        # Whatever the whole is likest to, several subjects are asked about like one that is not clear.
        registry.unsure(context)
        return
    match understood.decision:
        case Decision.DIRECT:
            registry.intents.get(understood.label, registry.subject)(context)
        case Decision.ASK if understood.label in registry.harmless and understood.score >= LIKELY:
            registry.intents[understood.label](context)
        case Decision.ASK:
            registry.unsure(context)
        case Decision.UNKNOWN:
            registry.lost(context)


def _follow_language(context: Context) -> None:
    """Speak the language somebody writes in, unless they chose one; an answer to a question tells too little."""
    understood, person = context.understanding, context.person
    if understood is None or person.lang_chosen or pending_question(context) is not None:
        return
    offered = understood.lang in context.city.settings.city.languages and understood.lang != person.lang
    if offered and understood.is_lang_sure:
        context.uow.people.choose_language(person, understood.lang, chosen=False)


def _is_foreign(context: Context) -> bool:
    """Say whether somebody begins in a language that they are not answered in; of a few words only a greeting tells."""
    understood, person = context.understanding, context.person
    if understood is None or person.lang_chosen or pending_question(context) is not None:
        return False
    tells = understood.is_lang_sure or understood.label in context.registry.harmless
    return tells and understood.lang != person.lang


def _command(context: Context, line: str) -> None:
    name, _, context.argument = line.partition(" ")
    context.argument = context.argument.strip()
    command = context.registry.command(plain(name.partition("@")[0]))
    if command is not None and START in command.names:
        command = _linked(context) or command
    if command is None:
        if context.incoming.room is not Room.GROUP or context.incoming.called:
            interrupt(context, context.registry.unknown_command)
    else:
        context.conversation.misses = 0  # What was not understood before has nothing to do with what comes after.
        interrupt(context, _checked(command, command.names[0]))


def _linked(context: Context) -> Command | None:
    """Find what a link into the private chat says to do, ``/start voir_12``; the argument becomes the command's."""
    name, _, argument = context.argument.partition("_")
    command = context.registry.command(plain(name)) if name else None
    if command is None or not command.by_link:
        return None
    context.argument = argument
    return command


def _asks_about(context: Context, word: str) -> Found | None:
    """Take "aide fusion" for a question about the command of that name, if it is one of the person's commands."""
    command = context.registry.command_begun(word) if word else None
    if command is None or allowed(context, command.permission) is Verdict.NOT_THEIRS:
        return None
    return Found(GlobalWord.HELP, command.names[0])


def _checked(wanted: Command | Action, name: str) -> Handler:
    """Give what is wanted with the question before it whether it may be done here."""

    def run(context: Context) -> None:
        if check(context, wanted.permission, name, wanted if isinstance(wanted, Command) else None):
            wanted.run(context)

    return run


def _without_words(context: Context, words: Words) -> None:
    if not (context.given or words.location):
        # Of files that cannot be shown it has been said; the draft waits for something else.
        if not words.attachments:
            context.registry.nothing(context)
        ask(context)
    elif pending_question(context) is None:
        # A file in reply to what was said of a request is offered to it first; an agent who asked gets it at once.
        if _is_asked(context) or (not context.given and _replies(context, words)):
            context.registry.citizen_reply(context)
        elif not (context.given and context.registry.offer_files(context)):
            context.registry.file_only(context)
    elif _is_stale(context):
        hold_files(context)
        context.registry.welcome_back(context)
    else:
        if _takes_files(context):
            keep_files(context)
        if not receive(context, words):
            context.registry.file_only(context)
            ask(context)


def _in_flow(context: Context, words: Words, *, leaves_out: bool) -> None:
    if _is_stale(context):
        hold(context, words.text)
        context.registry.welcome_back(context)
    elif digression := _digression(context):
        interrupt(context, digression)
    elif receive(context, words):
        return
    elif leaves_out and _is_optional(context):
        skip(context)
    elif not context.registry.beside(context):
        misread(context)


def _takes_files(context: Context) -> bool:
    entry = entry_of(context)
    return entry is not None and entry.files


def _is_stale(context: Context) -> bool:
    """Say whether there is a draft that was left alone for so long that one asks before going on with it."""
    entry, drafts = entry_of(context), context.city.settings.drafts
    return entry is not None and entry.draft and context.now - context.conversation.updated_at > drafts.resume_after


def _digression(context: Context) -> Handler | None:
    understood, registry = context.understanding, context.registry
    if understood is None or understood.decision is not Decision.DIRECT:
        return None
    # What is looked for may be an answer, but for where only a yes is awaited.
    known = registry.digressions | (registry.searches if pending_question(context) == CONFIRM else frozenset())
    return registry.intents[understood.label] if understood.label in known else None


def _named(context: Context, text: str, reply_to: str | None) -> bool:
    choice = named(context, text, reply_to)
    if choice is not None:
        act(context, choice.action)
    return choice is not None


def _is_optional(context: Context) -> bool:
    entry, name = entry_of(context), pending_question(context)
    return entry is not None and name is not None and entry.flow.questions[name].optional


def _is_reply_to_agent(context: Context, words: Words) -> bool:
    if _replies(context, words):
        return True
    understood = context.understanding
    if understood and understood.decision is Decision.DIRECT and understood.label in context.registry.digressions:
        return False
    return _is_asked(context)


def _replies(context: Context, words: Words) -> bool:
    """Say whether words reply to what was said of a request, which the argument then names."""
    about = words.reply_to and context.uow.outbox.about(context.incoming.address, words.reply_to)
    if not about or not about.startswith("request:"):
        return False
    context.argument = about.removeprefix("request:")
    return True


def _is_asked(context: Context) -> bool:
    """Say whether an agent waits for something from this citizen; the argument then names the request."""
    asked = context.uow.requests.awaiting_citizen(context.person.id, context.incoming.address)
    if asked is None:
        return False
    context.argument = str(asked.id)
    return True


def _awaits_answer(context: Context) -> bool:
    """Say whether a draft that somebody is at awaits an answer."""
    return pending_question(context) is not None and not _is_writing(context) and not _is_stale(context)


def _asks_us(context: Context, words: Words, topic: str) -> bool:
    """Say whether a question about the service is for the bot: an agent who waits for an answer gets it instead."""
    if topic == Topic.NEEDED:
        return _awaits_answer(context)
    return not _is_writing(context) and (
        pending_question(context) is not None or not _is_reply_to_agent(context, words)
    )


def _is_writing(context: Context) -> bool:
    """Say whether somebody is in a flow that is no draft: any sentence may be what they want to tell somebody."""
    entry = entry_of(context)
    return entry is not None and not entry.draft


def _is_command(text: str) -> bool:
    # Two slashes are an agent's note, see handlers/desk.py.
    return text.startswith(("/", "!")) and len(text) > 1 and not text.startswith("//")
