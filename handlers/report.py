"""Feature: a citizen's request, from the first words to the number and the promised date.

Any message starts it. There is one flow per subject, built from handlers/categories.toml, and one before them that only
finds out the subject. All share the names of their answers, so correcting the subject keeps the place.
"""

from bot.conversing import ask, begin, drop, entry_of, pending_question, put
from bot.domain.permissions import Permission
from bot.flow import DONE, Flow, Question
from bot.handling import Context, FlowEntry
from bot.incoming import Words
from bot.outgoing import Choice, Quoted, Value, text
from bot.sources import (
    BEFORE,
    FILES,
    HELD_FILES,
    as_before,
    as_said,
    files_so_far,
    fresh_files,
    held_files,
    held_sources,
    hold,
    may_be_said_again,
    note_files,
    note_source,
)
from bot.understanding import Decision
from handlers import both, calling, lessons, neighbours, proposals, relocating, several
from handlers.cards import spot_shown
from handlers.categories import CATEGORIES, Category
from handlers.details import is_detail
from handlers.doubts import ASKED, KINDS, ask_value, reword_kind, reword_value
from handlers.drafting import (
    ALWAYS_KEPT,
    HIDDEN,
    flow_name,
    held_belongs,
    said_before,
    with_what_was_said,
)
from handlers.guesses import (
    HELD_GUESSES,
    OFFERED_INTENTS,
    WORTH_OFFERING,
    browse,
    likeliest,
    offer_subjects,
    offered,
    ways_out,
)
from handlers.questions import CONFIRM, READERS, SUBJECT, WORDS, says_no
from handlers.where import PLACE, pin_answer, reword_place

MISSES_BEFORE_A_PERSON = 2
"""Messages in a row that were not understood, after which a person is offered, with the words kept."""


def subject(context: Context) -> None:
    """Start a request whose subject is clear, unless words put what was just sent right."""
    if relocating.of_sent(context):
        return
    if relocating.may_be_of_sent(context):
        lost(context)
        return
    understood = context.understanding
    _open(context, subject=understood.label if understood else "other")
    lessons.notice(context)


def unsure(context: Context) -> None:
    """Start a request whose subject is one of several."""
    if relocating.beside(context):
        return
    if relocating.may_be_of_sent(context):
        lost(context)
        return
    _open(context, subject=None)
    lessons.notice(context)


def lost(context: Context) -> None:
    """Ask for other words, once; the second time offer a person, with all the words kept."""
    if relocating.beside(context):
        return
    conversation = context.conversation
    before = conversation.held if conversation.misses or fresh_files(context) else ""
    hold(context, "\n".join(filter(None, (before, context.incoming.text))))
    lessons.notice(context)
    conversation.misses += 1
    if conversation.misses < MISSES_BEFORE_A_PERSON:
        said, likely = text("report-not-understood"), offered(likeliest(context, WORTH_OFFERING))
    else:
        said, likely = text("report-still-not-understood", phone=_phone(context)), ()
    context.say(said, choices=(*relocating.add_to_sent(context), *likely, *ways_out()))


def choose_subject(context: Context) -> None:
    """Take a subject chosen from a list, for the words that are being held or for a draft."""
    if pending_question(context) == "subject":
        put(context, "subject", context.argument)
    elif context.argument in CATEGORIES and context.conversation.held:
        note = lessons.noted(context)
        _open(context, subject=context.argument)
        context.conversation.answers |= note
    else:
        context.registry.old_button(context)


def choose_intent(context: Context) -> None:
    """Take an intent chosen from the likeliest: the words are for it, and there is no request."""
    name, conversation = context.argument, context.conversation
    words = conversation.answers.get("words") or conversation.held
    if name not in OFFERED_INTENTS or not words:
        context.registry.old_button(context)
        return
    lessons.from_intent(context, words, conversation.answers, name)
    guesses = conversation.answers.get("subject_guesses", "")
    drop(context)
    conversation.answers[HELD_GUESSES] = guesses
    conversation.held = context.argument = words
    context.registry.intents[name](context)
    conversation.answers.pop(HELD_GUESSES, None)  # From here on, nobody is asked what to begin with these words.


def person(context: Context) -> None:
    """Offer a person: the phone at once, or the words passed on to the desk."""
    draft = several.together(context.conversation.answers).get("words") if entry_of(context) else None
    context.conversation.held = draft or context.conversation.held
    context.say(text("human-offered", phone=_phone(context)), choices=[Choice(text("human-pass-on"), "forward")])
    context.asked = True


def forward(context: Context) -> None:
    """Pass the words on to the desk: a request like any other, that a person triages."""
    before = context.conversation.answers = several.together(context.conversation.answers)
    words = before.get("words") or context.conversation.held
    always = (*ALWAYS_KEPT, BEFORE, calling.FOR_SOMEBODY, neighbours.SAME)
    kept = {name: before[name] for name in always if name in before} | files_so_far(context, held_files(context))
    answers = {"subject": "other", **({"words": words} if words else {}), **kept, **_urgency(context)}
    sources = as_said(context.conversation.sources)
    drop(context)
    context.conversation.sources = sources
    begin(context, flow_name("other"), answers)


def new(context: Context) -> None:
    """Start a request by command; words behind it are its words, unless they name a subject, as a link does."""
    if context.argument in CATEGORIES:
        context.say(text("report-about", category=text(f"category-{context.argument}")))
        begin(context, "report", {"subject": context.argument})
        return
    if context.argument:
        hold(context, context.argument)
        context.say(text("report-choose-subject"), choices=[Choice(text("report-other-subject"), "subjects 0")])
        return
    begin_with_files(context)


def begin_anew(context: Context, likely: str) -> None:
    """Start a request with the words and files that are put aside, in place of whatever was begun.

    Args:
        context: of the button that was pressed.
        likely: what the words may be about, names separated by spaces.
    """
    conversation, held, files = context.conversation, context.conversation.held, held_files(context)
    sources = held_sources(context)
    drop(context)
    if held:
        conversation.held, conversation.sources = held, sources
        conversation.answers = {HELD_FILES: files} if files else {}
        lessons.guessed(context, likely)
        context.say(text("draft-new-subject", words=Quoted(held[:200])))
        offer_subjects(context, likely)
    else:
        conversation.sources = as_said(sources)
        begin(context, "report", {FILES: files})


def begin_with_files(context: Context) -> None:
    """Start a request without words yet, with the files and the pin that have come."""
    given, found = context.given, _files_and_pin(context, fresh_files(context))
    begin(context, "report", found)
    note_files(context, given)


def which_subject(context: Context) -> None:
    """Ask for the subject: the three likeliest first."""
    offer_subjects(context, context.conversation.answers.get("subject_guesses", ""))


def find_subject(context: Context) -> None:
    """Take the subject from the words that were just given, if they make it clear; else ask for it."""
    understood, answers = context.understanding, context.conversation.answers
    if "subject_guesses" not in answers:
        lessons.notice(context)
    if _is_several(context, answers) and several.OTHERS not in answers:
        context.asked = False
        proposals.offer(context, answers)
        return
    if understood and understood.decision is Decision.DIRECT and understood.label in CATEGORIES:
        context.say(text("report-understood", category=text(f"category-{understood.label}")))
        context.asked = False
        put(context, "subject", understood.label)
        return
    if understood and "subject_guesses" not in answers:
        answers["subject_guesses"] = likeliest(context)
    which_subject(context)


def reword_subject(context: Context) -> None:
    """Look at words said instead of choosing a subject: perhaps they make it clear, or show that it is no request."""
    if both.take(context):
        return
    answers, understood = context.conversation.answers, context.understanding
    if understood and understood.decision is Decision.DIRECT and understood.label in context.registry.harmless:
        context.registry.intents[understood.label](context)
        ask(context)
    elif spot := relocating.only_place(context):
        # A place tells nothing of the subject; what the words before it told stays.
        answers[PLACE] = spot.written
        note_source(context, place=spot.written)
        context.say(text("place-kept", place=spot_shown(spot)))
        ask(context)
    elif says_no(context.incoming.text):
        context.argument = ""
        browse(context)
    elif CONFIRM.read(Words(context.incoming.text), context.scope):
        ask(context)
    else:
        answers["words"] = "\n".join(filter(None, (answers.get("words"), context.incoming.text)))
        note_source(context, words=context.incoming.text)
        look_again(context)


def look_again(context: Context) -> None:
    """Look for the subject in words that were just said or changed; if it is not clear, ask for it."""
    understood, answers = context.understanding, context.conversation.answers
    if understood and understood.decision is Decision.DIRECT and understood.label in CATEGORIES:
        context.say(text("report-understood", category=text(f"category-{understood.label}")))
        put(context, "subject", understood.label)
        return
    if understood and understood.decision is Decision.DIRECT and several.OTHERS not in answers:
        drop(context)
        context.registry.intents[understood.label](context)
        return
    said = context.incoming.text
    if any(letter.isdigit() for letter in said) and is_detail(context.gazetteer(), said):
        # "3 m de large" tells more of it, but not what it is about: what the words before it told stays on offer.
        context.say(text("report-words-added"))
        which_subject(context)
        context.asked = True
        return
    context.conversation.misses += 1
    if understood and understood.decision is not Decision.UNKNOWN:
        answers["subject_guesses"] = likeliest(context)
    if context.conversation.misses >= MISSES_BEFORE_A_PERSON:
        context.say(text("report-still-not-understood", phone=_phone(context)), choices=ways_out())
        context.asked = True
    else:
        which_subject(context)
        context.asked = True


def _files_and_pin(context: Context, held: str) -> dict[str, str]:
    """Give the pin and the files of this message as answers; files are added to those there are."""
    words, found = context.incoming.content, files_so_far(context, held)
    if isinstance(words, Words) and words.location:
        found |= pin_answer(context, words.location)
    return found


def _open(context: Context, subject: str | None) -> None:
    belongs, given, before = held_belongs(context), context.given, said_before(context)
    held = held_sources(context)
    sources = as_said(held) if belongs else as_before(held) if before else {}
    files = _files_and_pin(context, held_files(context) if belongs else "")
    # A danger that was told of before makes nothing else urgent.
    urgency = _urgency(context) if belongs or context.urgent else {}
    answers = {"words": _words_so_far(context), **before, **urgency, **files}
    guesses = likeliest(context)
    drop(context)
    context.conversation.sources = sources
    note_source(context, words=context.incoming.text)
    note_files(context, given)
    if _is_several(context, answers):
        proposals.offer(context, {**answers, "subject_guesses": guesses})
        return
    if subject is None:
        begin(context, "report", {**answers, "subject_guesses": guesses})
        return
    if context.understanding:
        note_source(context, subject=subject)
    answers["subject"] = subject
    # If it is not that, it is likely one of the others.
    answers["subject_guesses"] = " ".join(name for name in guesses.split() if name != subject)
    context.say(text("report-understood", category=text(f"category-{subject}")))
    begin(context, flow_name(subject), with_what_was_said(context, answers))
    if pending_question(context) not in (None, "confirm"):
        context.choices = (*context.choices, Choice(text("report-wrong-subject"), "correct subject"))


def reword_number(context: Context) -> None:
    """Take words without any figure as something more to say, a place as the right one; a yes says no number."""
    if relocating.in_between(context):
        return
    if CONFIRM.read(Words(context.incoming.text), context.scope):
        may_be_said_again(context)
        context.say(text("report-lamp_number-help"))
        ask(context)
    else:
        proposals.add_words(context)


def _is_several(context: Context, answers: dict[str, str]) -> bool:
    """Say whether all that was said so far has several subjects: words that were held are not told apart."""
    understood = context.understanding
    return bool(understood and understood.proposals) and answers["words"] == context.incoming.text


def _words_so_far(context: Context) -> str:
    """Give what the citizen has said of the matter; a button is pressed for the words that are held."""
    held = context.conversation.held or ""
    if context.understanding is None:
        return held
    return "\n".join(filter(None, (held if held_belongs(context) else "", context.incoming.text)))


def _urgency(context: Context) -> dict[str, str]:
    kind = context.conversation.answers.get("urgent") or (context.urgent and "yes")
    return {"urgent": kind} if kind else {}


def _phone(context: Context) -> str:
    return context.city.settings.city.phone


def _arguments(context: Context) -> dict[str, Value]:
    return {"category": context.conversation.answers.get("subject", "other")}


def _flow(category: Category) -> FlowEntry:
    asked = neighbours.questions_of(category)
    names = [question.name for question in asked] + ["confirm"]
    questions = {
        "words": Question(WORDS, {"*": "subject"}),
        "subject": Question(SUBJECT, {category.name: names[0], "*": DONE}),
        "confirm": Question(CONFIRM, {"*": DONE}),
    }
    for question, following in zip(asked, names[1:], strict=True):
        reader = neighbours.READER if question.name == neighbours.SAME else READERS[question.name]
        questions[question.name] = Question(reader, {"*": following}, question.optional)
    return FlowEntry(
        Flow(flow_name(category.name), "words", questions, wording="report"),
        finish=several.send,
        permission=Permission.TALK,
        present={
            "confirm": several.confirm,
            "subject": which_subject,
            PLACE: several.ask_place,
            neighbours.SAME: neighbours.ask_same,
            **dict.fromkeys(ASKED, ask_value),
        },
        reword={
            "confirm": proposals.add_words,
            "subject": reword_subject,
            PLACE: reword_place,
            neighbours.SAME: neighbours.reword_same,
            **dict.fromkeys(KINDS, reword_kind),
            **dict.fromkeys(ASKED, reword_value),
            "lamp_number": reword_number,
        },
        arguments=_arguments,
        draft=True,
        files=True,
        hidden=HIDDEN,
        before=several.step_back,
    )


def _first_flow() -> FlowEntry:
    questions = {"words": Question(WORDS, {"*": "subject"}), "subject": Question(SUBJECT, {"*": DONE})}
    return FlowEntry(
        Flow("report", "words", questions),
        finish=_go_on,
        permission=Permission.TALK,
        present={"subject": find_subject},
        reword={"subject": reword_subject},
        arguments=_arguments,
        draft=True,
        files=True,
    )


def _go_on(context: Context) -> None:
    if calling.keep_private(context):
        return
    answers = context.conversation.answers
    begin(context, flow_name(answers["subject"]), with_what_was_said(context, answers))


FIRST = _first_flow()
FLOWS: tuple[FlowEntry, ...] = (FIRST, proposals.ENTRY, *(_flow(category) for category in CATEGORIES.values()))
