"""Feature: everything that is said and is no request: greetings, thanks, help, danger, an old button."""

from dataclasses import replace

from bot import conversing
from bot.conversing import ask, entry_of, pending_question, receive
from bot.domain.permissions import TABLE, Permission, Role
from bot.flow import SKIPPED
from bot.handling import Context
from bot.incoming import Words
from bot.outgoing import Choice, Quoted, text
from bot.sources import (
    FILES,
    HELD_FILES,
    give_held,
    held_files,
    hold,
    hold_files,
    lines,
    may_be_said_again,
    note_source,
)
from bot.understanding import Decision
from bot.understanding.danger import Emergency
from bot.understanding.global_words import as_answer, fold
from handlers import following, guesses, pointing, proposals, reassuring, relocating, report, several, where
from handlers.categories import CATEGORIES
from handlers.kinds import phrases
from handlers.questions import CONFIRM, says_no

BRIDGE = "en"
"""What is said to somebody who writes in a language that the bot does not have."""

TAKE_UP = Choice(text("cancel-undo"), "draft back")
"""Offered where a draft was cancelled: "Annuler" is easily pressed by mistake."""


def start(context: Context) -> None:
    """/start: who the bot is and what can be asked."""
    context.say(text("welcome", city=Quoted(context.city.settings.city.name)), text("welcome-how"))


def greeting(context: Context) -> None:
    """A greeting gets one back, and an invitation."""
    context.say(text("greeting"))


def still_here(context: Context) -> None:
    """Somebody calls in the middle of a request: the bot is there, and says again what it waits for."""
    context.say(text("still-here"))


def no_hurry(context: Context) -> None:
    """Somebody needs a moment in the middle of a request: they have it, and what was asked stays asked."""
    context.say(text("no-hurry"))


def thanks(context: Context) -> None:
    """Thanks are taken; a place that comes with them is where it is."""
    if pending_question(context) == where.PLACE and (spot := relocating.only_place(context)):
        conversing.put(context, where.PLACE, spot.written)
        return
    if entry_of(context) is None:
        is_place = relocating.beside(context)
    else:
        is_place = proposals.put_right(context) or relocating.in_between(context)
    if not is_place:
        context.say(text("thanks"))


def abuse(context: Context) -> None:
    """Anger without a request: stay calm, and offer help and a person."""
    likely = guesses.offered(guesses.likeliest(context, guesses.WORTH_OFFERING))
    said = text("abuse", phone=context.city.settings.city.phone)
    context.say(said, choices=(*likely, Choice(text("human-pass-on"), "forward")))
    # What it is about may have been said just before.
    hold(context, "\n".join(filter(None, (context.conversation.held, context.incoming.text))))


def out_of_scope(context: Context) -> None:
    """What no city can do."""
    hold(context, context.incoming.text)
    context.say(text("out-of-scope"), choices=[Choice(text("out-of-scope-but"), "subjects 0")])


def cancel(context: Context) -> None:
    """Leave what was begun; said plainly when there was nothing."""
    if entry_of(context) is None:
        context.conversation.held = None
        context.say(text("cancel-nothing"))
        return
    _leave(context)


def cancel_perhaps(context: Context) -> None:
    """What sounds like giving up costs nobody a draft: they are asked whether that is what they want."""
    entry = entry_of(context)
    if entry is None and conversing.is_cancelled(context):
        # "je ne voulais pas annuler" sounds like it, too.
        context.say(text("cancelled-lately"), choices=(TAKE_UP,))
        return
    if entry is None or not entry.draft:
        cancel(context)
        return
    leave, keep = Choice(text("cancel-yes"), "draft drop"), Choice(text("cancel-no"), "draft resume")
    context.say(text("cancel-perhaps"), choices=(leave, keep))
    context.asked = True


def repeat(context: Context) -> None:
    """Somebody says "reprendre", "oui" or "non" when nothing is pending; perhaps they mean what is kept."""
    said = context.incoming.text
    if conversing.is_cancelled(context):
        # A mere yes or no may be about anything, and brings nothing back by itself.
        if says_no(said) or CONFIRM.read(Words(said), context.scope) is not None:
            context.say(text("cancelled-lately"), choices=(TAKE_UP,))
        else:
            _take_up(context)
    elif not context.conversation.held:
        # "ok merci" or "non" behind what is done is no answer that nobody has asked for, but an end.
        is_end = says_no(said) or CONFIRM.read(Words(said), context.scope) is not None
        is_end = is_end and as_answer(said) not in phrases("send")
        context.say(text("all-right" if is_end else "flow-nothing-pending"))
    elif says_no(said):
        context.conversation.held = None
        context.say(text("not-sent-dropped"))
    else:
        reassuring.kept_words(context)


def correct(context: Context) -> None:
    """Somebody says "corriger" or "corriger le lieu": one field of the draft again."""
    entry = entry_of(context)
    wanted = context.argument
    if entry is None or not wanted:
        several.fix(context)
        return
    wording, lang = context.city.wording, context.person.lang
    for name in entry.flow.questions:
        key = f"field-{name}"
        if wording.has(lang, key) and wanted in fold(wording.text(lang, key, {})):
            conversing.correct(context, name)
            return
    if not pointing.fix(context, wanted):
        several.fix(context)


def nothing(context: Context) -> None:
    """Nothing to read: only emoji, only signs, or what is no message: a sticker, a contact, a poll, a game."""
    words = context.incoming.content
    what = words.other if isinstance(words, Words) else None
    may_be_said_again(context)
    is_number = context.incoming.text.strip(" .)").isdigit()
    context.say(text("nothing-to-read", what=what or ("number" if is_number else "nothing")))


def unreadable(context: Context) -> None:
    """An encrypted message whose key did not come: say so, and what helps."""
    may_be_said_again(context)
    context.say(text("unreadable", phone=context.city.settings.city.phone))


def file_only(context: Context) -> None:
    """A photo or a pin without words: kept, and the words asked for."""
    entry, words = entry_of(context), context.incoming.content
    what = words.attachments[0].kind if isinstance(words, Words) and words.attachments else "place"
    if entry is None:
        pin = words.location if isinstance(words, Words) else None
        context.say(where.thanks(context, pin) if pin else text("file-first", what=what))
        report.begin_with_files(context)
    elif entry is following.ADD and what != "place":
        conversing.put(context, "text", SKIPPED)
    elif entry.files and what != "place":
        context.say(text("file-first", what=what))
    elif isinstance(words, Words) and words.location and ("place" in entry.flow.questions or entry is report.FIRST):
        where.take_pin(context, words.location)
    else:
        context.given = ()
        context.say(text("file-noted"))


def files_left(context: Context) -> None:
    """Files with words that are for something else (a greeting, a command): kept, and asked what they are about."""
    hold_files(context)
    context.say(text("files-held"))


def danger(context: Context) -> None:
    """Danger first: the right number at once; the message is then passed on, flagged urgent, if the citizen wishes."""
    understood = context.understanding
    if understood is None or understood.emergency is None:
        return
    answers = context.conversation.answers
    before = answers.get("urgent")
    warn(context, understood.emergency)
    if pending_question(context) is not None:
        if proposals.is_new_matter(context):
            # What was begun before is no more urgent than it was.
            answers.pop("urgent")
            answers |= {"urgent": before} if before else {}
            proposals.offer_beside(context)
        elif "words" in answers:
            # What tells of danger belongs to the request; it is not the answer to whatever was being asked.
            answers["words"] = f"{answers['words']}\n{context.incoming.text}"
            note_source(context, words=context.incoming.text)
            ask(context)
    elif understood.proposals:
        report.unsure(context)
    elif understood.decision is Decision.DIRECT and understood.label in CATEGORIES:
        report.subject(context)
    else:
        hold(context, context.incoming.text)
        context.say(text("danger-pass-on"), choices=[Choice(text("human-pass-on"), "forward")])


def warn(context: Context, kind: Emergency) -> None:
    """Say whom to call, and remember that what is being told is urgent; in English, too, to who writes otherwise."""
    context.urgent = True
    warning = (text("danger", kind=kind.value), text("danger-by-text"))
    context.say(*warning)
    understood = context.understanding
    if understood and understood.lang != context.person.lang != BRIDGE:
        context.say(*(replace(each, lang=BRIDGE) for each in warning))
    context.conversation.answers["urgent"] = kind.value


def foreign(context: Context) -> None:
    """Tell somebody who writes in another language which ones there are, in one that many people read."""
    if BRIDGE in context.city.settings.city.languages and context.person.lang != BRIDGE:
        context.say(replace(text("language-offered"), lang=BRIDGE))


def welcome_back(context: Context) -> None:
    """Somebody writes again after a while, with a draft open: go on with it, or begin something new?"""
    context.conversation.answers[guesses.HELD_GUESSES] = guesses.likeliest(context)
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
            answers = context.conversation.answers
            question = pending_question(context) or ""
            context.conversation.held = None
            answers.pop(guesses.HELD_GUESSES, None)
            if files := answers.pop(HELD_FILES, ""):
                answers[FILES] = lines(answers.get(FILES, ""), files)
            if held and receive(context, Words(held)):
                give_held(context, question, context.conversation.answers.get(question, ""))
            else:
                ask(context)
        case "new" if held or held_files(context):
            report.begin_anew(context, context.conversation.answers.get(guesses.HELD_GUESSES, ""))
        case "drop" if entry_of(context) is not None:
            _leave(context)
        case "back" if conversing.is_cancelled(context):
            _take_up(context)
        case _:
            old_button(context)


def _leave(context: Context) -> None:
    is_draft = conversing.cancel(context)
    context.say(text("cancelled"), choices=(TAKE_UP,) if is_draft else ())


def _take_up(context: Context) -> None:
    files = held_files(context)
    conversing.take_up(context)
    if files:  # They came after it was cancelled, and belong to nothing else.
        answers = context.conversation.answers
        answers[FILES] = lines(answers.get(FILES, ""), files)
    if entry_of(context) is None:
        return
    context.say(text("cancel-taken-back"))
    drafts, at = several.drafts_of(context)
    if len(drafts) > 1:
        several.enter(context, drafts, at)  # Of several requests it is said which one is asked about.
    else:
        ask(context)


def old_button(context: Context) -> None:
    """A choice of long ago, or one that this version does not know."""
    context.say(text("old-button"))


def refuse(context: Context) -> None:
    """Something that this person may not do; it is recorded by the caller."""
    if context.permission is Permission.VOTE:
        context.say(text("poll-not-in-register", name=Quoted(context.name)))
        return
    roles = TABLE[context.permission].who
    who = next((each for each in (Role.AGENT, Role.HEAD) if each in roles), Role.FACILITATOR)
    context.say(text("refused", who=who.value))


def sorry(context: Context) -> None:
    """A mistake of ours: say so, say that nothing was sent, and give the phone."""
    context.say(text("sorry", phone=context.city.settings.city.phone))


def group_words(context: Context) -> None:
    """Called in a group: no personal matter here; where to go instead."""
    context.say(text("group-hint"))
    context.door = "aide"


def in_private(context: Context) -> None:
    """A command that would show in a group what is nobody else's business: where to write it instead."""
    command = context.argument
    context.say(text("group-in-private", command=command) if command else text("group-button"))


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
