"""Feature: everything that is said and is no request: greetings, thanks, help, danger, an old button."""

from bot import conversing
from bot.conversing import ask, drop, entry_of, pending_question, receive
from bot.handling import Context, Role
from bot.incoming import Words
from bot.outgoing import Choice, Quoted, text
from bot.understanding import Decision
from bot.understanding.global_words import fold
from handlers import guesses, report
from handlers.categories import CATEGORIES

HELD_GUESSES = "held_guesses"
"""Beside a draft: what the words that came after a pause may be about, if they turn out to be a new request."""


def start(context: Context) -> None:
    """/start: who the bot is and what can be asked."""
    context.say(text("welcome", city=Quoted(context.city.settings.city.name)), text("welcome-how"))


def greeting(context: Context) -> None:
    """A greeting gets one back, and an invitation."""
    context.say(text("greeting"))


def thanks(context: Context) -> None:
    """Thanks are taken."""
    context.say(text("thanks"))


def abuse(context: Context) -> None:
    """Anger without a request: stay calm, and offer help and a person."""
    context.say(
        text("abuse", phone=context.city.settings.city.phone), choices=[Choice(text("human-pass-on"), "forward")]
    )
    context.conversation.held = context.incoming.text


def out_of_scope(context: Context) -> None:
    """What no city can do."""
    context.conversation.held = context.incoming.text
    context.say(text("out-of-scope"), choices=[Choice(text("out-of-scope-but"), "subjects 0")])


def helping(context: Context) -> None:
    """/aide: what one may do here; an agent reads the desk's commands too."""
    if (question := pending_question(context)) and (entry := entry_of(context)) and question not in entry.present:
        context.say(text(f"{entry.flow.key(question)}-help"))
        context.say(text("help-in-flow"))
        return
    roster, address = context.city.roster, context.incoming.address
    if roster.team_of_room(address):
        context.say(text("help-team"))
        shown = [command for command in context.registry.commands if command.role is Role.AGENT]
    elif roster.council_of_room(address):
        context.say(text("help-council"))
        shown = [command for command in context.registry.commands if command.role is Role.FACILITATOR]
    else:
        context.say(text("help-title"), text("help-what"))
        is_agent = bool(roster.teams_of(context.account, context.uow.members))
        roles = {Role.CITIZEN, Role.AGENT} if is_agent else {Role.CITIZEN}
        shown = [command for command in context.registry.commands if command.role in roles]
    context.say(
        *(text("help-line", name=Quoted(each.names[0]), does=text(f"command-{each.names[0]}")) for each in shown)
    )


def cancel(context: Context) -> None:
    """Leave what was begun; said plainly when there was nothing."""
    if entry_of(context) is None:
        context.conversation.held = None
        context.say(text("cancel-nothing"))
        return
    drop(context)
    context.say(text("cancelled"))


def repeat(context: Context) -> None:
    """Somebody says "reprendre" when nothing is pending."""
    context.say(text("flow-nothing-pending"))


def correct(context: Context) -> None:
    """Somebody says "corriger" or "corriger le lieu": one field of the draft again."""
    entry = entry_of(context)
    wanted = context.argument
    if entry is None or not wanted:
        report.fix(context)
        return
    wording, lang = context.city.wording, context.person.lang
    for name in entry.flow.questions:
        key = f"field-{name}"
        if wording.has(lang, key) and wanted in fold(wording.text(lang, key, {})):
            conversing.correct(context, name)
            return
    report.fix(context)


def nothing(context: Context) -> None:
    """Nothing to read: an empty message, only emoji, only signs."""
    context.say(text("nothing-to-read"))


def unreadable(context: Context) -> None:
    """An encrypted message whose key did not come: say so, and what helps."""
    context.say(text("unreadable", phone=context.city.settings.city.phone))


def file_only(context: Context) -> None:
    """A photo or a pin without words: kept, and the words asked for."""
    entry, files = entry_of(context), report.files_of(context)
    words = context.incoming.content
    what = words.attachments[0].kind if isinstance(words, Words) and words.attachments else "place"
    if entry is None or not entry.draft:
        if entry is not None or not files:
            context.say(text("file-noted"))
            return
        context.say(text("file-first", what=what))
        conversing.begin(context, "report", files)
    elif what != "place" or "place" in entry.flow.questions or entry.flow is report.FIRST.flow:
        context.conversation.answers |= files
        context.say(text("file-first", what=what))
    else:
        context.say(text("file-noted"))


def danger(context: Context) -> None:
    """Danger first: the right number at once; the message is then passed on, flagged urgent, if the citizen wishes."""
    understood = context.understanding
    if understood is None or understood.emergency is None:
        return
    context.urgent = True
    context.say(text("danger", kind=understood.emergency.value), text("danger-by-text"))
    if pending_question(context) is not None:
        answers = context.conversation.answers
        answers["urgent"] = understood.emergency.value
        if "words" in answers:
            # What tells of danger belongs to the request; it is not the answer to whatever was being asked.
            answers["words"] = f"{answers['words']}\n{context.incoming.text}"
            ask(context)
    elif understood.decision is Decision.DIRECT and understood.label in CATEGORIES:
        report.subject(context)
    else:
        context.conversation.held = context.incoming.text
        context.conversation.answers["urgent"] = understood.emergency.value
        context.say(text("danger-pass-on"), choices=[Choice(text("human-pass-on"), "forward")])


def welcome_back(context: Context) -> None:
    """Somebody writes again after a while, with a draft open: go on with it, or begin something new?"""
    context.conversation.answers[HELD_GUESSES] = guesses.likeliest(context)
    subject = context.conversation.answers.get("subject")
    sentence = text("draft-back-subject", category=text(f"category-{subject}")) if subject else text("draft-back")
    context.say(
        sentence,
        choices=(
            Choice(text("draft-resume"), "draft resume"),
            Choice(text("draft-new"), "draft new"),
            Choice(text("draft-drop"), "draft drop"),
        ),
    )
    context.asked = True


def draft(context: Context) -> None:
    """A button on a draft: ``resume``, ``new`` (with the words just written) or ``drop``."""
    held = context.conversation.held
    match context.argument:
        case "resume" if entry_of(context) is not None:
            context.conversation.held = None
            context.conversation.answers.pop(HELD_GUESSES, None)
            if not (held and receive(context, Words(held))):
                ask(context)
        case "new" if held:
            likely = context.conversation.answers.get(HELD_GUESSES, "")
            drop(context)
            context.conversation.held = held
            context.say(text("draft-new-subject", words=Quoted(held[:200])))
            guesses.offer_subjects(context, likely)
        case "drop" if entry_of(context) is not None:
            drop(context)
            context.say(text("cancelled"))
        case _:
            old_button(context)


def old_button(context: Context) -> None:
    """A choice of long ago, or one that this version does not know."""
    context.say(text("old-button"))


def unknown_command(context: Context) -> None:
    """A command that does not exist: say so, and where to find those that do."""
    context.say(text("command-unknown"))


def refuse(context: Context) -> None:
    """A command that this person may not use; it is recorded by the caller."""
    context.say(text("refused"))


def sorry(context: Context) -> None:
    """A mistake of ours: say so, say that nothing was sent, and give the phone."""
    context.say(text("sorry", phone=context.city.settings.city.phone))


def group_words(context: Context) -> None:
    """Called in a group: no personal matter here; where to go instead."""
    context.say(text("group-hint"))


def language(context: Context) -> None:
    """/langue: choose the language of the conversation."""
    wanted = context.argument.lower()[:2]
    offered = context.city.settings.city.languages
    if wanted in offered:
        context.uow.people.choose_language(context.person, wanted, chosen=True)
        context.say(text("language-chosen"))
        return
    context.say(
        text("language-which"), choices=[Choice(text(f"language-{code}"), f"language {code}") for code in offered]
    )
