"""Feature: a citizen's request, from the first words to the number and the promised date.

Any message starts it. There is one flow per subject, built from handlers/categories.toml, and one before them that only
finds out the subject. All share the names of their answers, so correcting the subject keeps the place.
"""

from bot.conversing import ask, begin, drop, entry_of, option_label, pending_question, put, quoted
from bot.domain import promise, reference
from bot.domain.request import EventKind, Request, Status
from bot.flow import DONE, SKIPPED, Flow, Question
from bot.handling import Context, FlowEntry
from bot.incoming import Words
from bot.outgoing import Choice, Moment, Value, text
from bot.understanding import Decision
from handlers import cards, case
from handlers.categories import CATEGORIES, Category
from handlers.guesses import OFFERED_INTENTS, WORTH_OFFERING, likeliest, offer_subjects, offered, ways_out
from handlers.questions import CONFIRM, READERS, SUBJECT, WORDS, said_already, says_no

MISSES_BEFORE_A_PERSON = 2
"""Messages in a row that were not understood, after which a person is offered, with the words kept."""

ALWAYS_KEPT = ("place", "photo")
"""What tells an agent something whatever the subject, so it is kept when somebody gave it."""

HIDDEN = frozenset({"words", "subject"})


def flow_name(category: str) -> str:
    """Give the name of a subject's flow."""
    return f"report_{category}"


def subject(context: Context) -> None:
    """Start a request whose subject is clear."""
    understood = context.understanding
    _open(context, subject=understood.label if understood else "other")


def unsure(context: Context) -> None:
    """Start a request whose subject is one of several."""
    _open(context, subject=None)


def lost(context: Context) -> None:
    """Ask for other words, once; the second time offer a person, with all the words kept."""
    conversation = context.conversation
    conversation.held = _words_so_far(context)
    conversation.misses += 1
    if conversation.misses < MISSES_BEFORE_A_PERSON:
        context.say(text("report-not-understood"), choices=(*offered(likeliest(context, WORTH_OFFERING)), *ways_out()))
    else:
        context.say(text("report-still-not-understood", phone=_phone(context)), choices=ways_out())


def choose_subject(context: Context) -> None:
    """Take a subject chosen from a list, for the words that are being held or for a draft."""
    if pending_question(context) == "subject":
        put(context, "subject", context.argument)
    elif context.argument in CATEGORIES and context.conversation.held:
        _open(context, subject=context.argument)
    else:
        context.registry.old_button(context)


def choose_intent(context: Context) -> None:
    """Take an intent chosen from the likeliest: the words are for it, and there is no request."""
    name, conversation = context.argument, context.conversation
    words = conversation.answers.get("words") or conversation.held
    if name not in OFFERED_INTENTS or not words:
        context.registry.old_button(context)
        return
    drop(context)
    conversation.held = context.argument = words
    context.registry.intents[name](context)


def person(context: Context) -> None:
    """Offer a person: the phone at once, or the words passed on to the desk."""
    draft = context.conversation.answers.get("words") if entry_of(context) else None
    context.conversation.held = draft or context.conversation.held
    context.say(text("human-offered", phone=_phone(context)), choices=[Choice(text("human-pass-on"), "forward")])
    context.asked = True


def forward(context: Context) -> None:
    """Pass the words on to the desk: a request like any other, that a person triages."""
    before = context.conversation.answers
    words = before.get("words") or context.conversation.held
    kept = {name: before[name] for name in ALWAYS_KEPT if name in before}
    answers = {"subject": "other", **({"words": words} if words else {}), **kept, **_urgency(context)}
    drop(context)
    begin(context, flow_name("other"), answers)


def new(context: Context) -> None:
    """Start a request by command; words behind it are its words."""
    if context.argument:
        context.conversation.held = context.argument
        context.say(text("report-choose-subject"), choices=[Choice(text("report-other-subject"), "subjects 0")])
        return
    begin(context, "report", {})


def fix(context: Context) -> None:
    """Offer the fields of the summary, to correct one."""
    entry = entry_of(context)
    if entry is None or not entry.draft:
        context.say(text("flow-nothing-to-correct"))
        return
    fields = [name for name in ("subject", *_own_questions(entry.flow)) if name in context.conversation.answers]
    fields.insert(1, "words")
    context.say(
        text("report-which-field"), choices=[Choice(text(f"field-{name}"), f"correct {name}") for name in fields]
    )
    context.asked = True


def send(context: Context) -> None:
    """Store the request, promise an answer by a date, and put it before the agents."""
    answers = dict(context.conversation.answers)
    category = CATEGORIES[answers["subject"]]
    if context.conversation.flow != flow_name(category.name):
        begin(context, flow_name(category.name), _with_what_was_said(context, answers))
        return
    request = _store(context, category, answers)
    drop(context)
    sentence = "report-sent-urgent" if request.urgent else "report-sent"
    context.say(
        text(sentence, number=request.number, due=Moment(request.promise.due_at), team=text(f"team-{request.team}"))
    )
    case.announce(context, request)


def confirm(context: Context) -> None:
    """Show the summary; nothing is sent before the citizen says so."""
    answers = context.conversation.answers
    category = CATEGORIES[answers["subject"]]
    context.say(text("report-summary"))
    context.say(text("summary-line", field=text("field-subject"), value=text(f"category-{category.name}")))
    context.say(text("summary-line", field=text("field-words"), value=quoted(answers["words"], 500)))
    for name in _kept_questions(category):
        value = answers.get(name, SKIPPED)
        if value != SKIPPED:
            context.say(text("summary-line", field=text(f"field-{name}"), value=cards.answer_shown(name, value)))
    if category.notice:
        context.say(text(f"category-{category.name}-notice"))
    context.say(
        text("report-confirm"),
        choices=(
            Choice(text("report-send"), "answer confirm yes"),
            Choice(text("report-fix"), "fix"),
            Choice(text("report-cancel"), "cancel"),
        ),
    )


def add_words(context: Context) -> None:
    """Take words at the summary as something more to say, and show it again; "no" asks what is to be corrected."""
    if says_no(context.incoming.text):
        fix(context)
        return
    if context.incoming.text.strip(" .)").isdigit():
        context.say(text("report-no-such-choice"))
        ask(context)
        return
    answers = context.conversation.answers
    answers["words"] = f"{answers['words']}\n{context.incoming.text}"
    context.say(text("report-words-added"))
    ask(context)


def which_subject(context: Context) -> None:
    """Ask for the subject: the three likeliest first."""
    offer_subjects(context, context.conversation.answers.get("subject_guesses", ""))


def find_subject(context: Context) -> None:
    """Take the subject from the words that were just given, if they make it clear; else ask for it."""
    understood, answers = context.understanding, context.conversation.answers
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
    understood, answers = context.understanding, context.conversation.answers
    answers["words"] = "\n".join(filter(None, (answers.get("words"), context.incoming.text)))
    if understood and understood.decision is Decision.DIRECT and understood.label in CATEGORIES:
        put(context, "subject", understood.label)
        return
    if understood and understood.decision is Decision.DIRECT:
        drop(context)
        context.registry.intents[understood.label](context)
        return
    context.conversation.misses += 1
    if understood:
        answers["subject_guesses"] = likeliest(context)
    if context.conversation.misses >= MISSES_BEFORE_A_PERSON:
        context.say(text("report-still-not-understood", phone=_phone(context)), choices=ways_out())
        context.asked = True
    else:
        which_subject(context)
        context.asked = True


def files_of(context: Context) -> dict[str, str]:
    """Give the pin and the pictures of this message as answers; pictures are added to those of the draft."""
    words, found = context.incoming.content, dict[str, str]()
    if not isinstance(words, Words):
        return found
    if words.location:
        found["place"] = f"geo:{words.location.latitude:.5f},{words.location.longitude:.5f}"
    if words.attachments:
        before = context.conversation.answers.get("photo", "")
        platform = context.incoming.address.platform
        references = (f"{platform}:{each.file_id}" for each in words.attachments)
        found["photo"] = "\n".join(filter(None, (before, *references)))
    return found


def _open(context: Context, subject: str | None) -> None:
    answers = {"words": _words_so_far(context), **_urgency(context), **files_of(context)}
    if subject is None:
        answers["subject_guesses"] = likeliest(context)
        drop(context)
        begin(context, "report", answers)
        return
    answers["subject"] = subject
    # If it is not that, it is likely one of the others.
    answers["subject_guesses"] = " ".join(name for name in likeliest(context).split() if name != subject)
    drop(context)
    context.say(text("report-understood", category=text(f"category-{subject}")))
    begin(context, flow_name(subject), _with_what_was_said(context, answers))
    if pending_question(context) not in (None, "confirm"):
        context.choices = (*context.choices, Choice(text("report-wrong-subject"), "correct subject"))


def _words_so_far(context: Context) -> str:
    """Give what the citizen has said of the matter: messages that were not understood belong to the one that was.

    Words held for another reason (a search that found nothing) do not; a button is pressed for the words held.
    """
    held = context.conversation.held or ""
    if context.understanding is None:
        return held
    return "\n".join(filter(None, (held if context.conversation.misses else "", context.incoming.text)))


def _store(context: Context, category: Category, answers: dict[str, str]) -> Request:
    rules = context.city.rules
    clock = promise.start(context.now, rules, category.answer_within)
    own = _kept_questions(category)
    request = Request(
        id=0,
        number="",
        person_id=context.person.id,
        address=context.incoming.address,
        lang=context.person.lang,
        category=category.name,
        team=category.team,
        status=Status.NEW,
        urgent="urgent" in answers,
        confidential=category.confidential,
        words=answers["words"],
        promise=clock,
        answers={name: value for name, value in answers.items() if name in own and value != SKIPPED},
    )
    request.set_clock(clock, rules)
    context.uow.requests.add(request, reference.format)
    context.uow.requests.log(request, EventKind.RECEIVED, context.now, "citizen", request.words)
    return request


def _kept_questions(category: Category) -> tuple[str, ...]:
    """Name the answers that belong to a request of a subject: those of its own questions, a place and photos."""
    return tuple(dict.fromkeys((*(question.name for question in category.questions), *ALWAYS_KEPT)))


def _with_what_was_said(context: Context, answers: dict[str, str]) -> dict[str, str]:
    """Add the answers that the citizen's words hold already."""
    wording, lang = context.city.wording, context.person.lang

    def label(question: str, option: str) -> str:
        return wording.write(lang, option_label(question, option))

    found = dict(answers)
    for question in CATEGORIES[answers["subject"]].questions:
        if question.name not in found and (said := said_already(question.name, answers["words"], label, lang)):
            found[question.name] = said
    return found


def _urgency(context: Context) -> dict[str, str]:
    kind = context.conversation.answers.get("urgent") or (context.urgent and "yes")
    return {"urgent": kind} if kind else {}


def _phone(context: Context) -> str:
    return context.city.settings.city.phone


def _own_questions(flow: Flow) -> list[str]:
    return [name for name in flow.questions if name not in HIDDEN and name != "confirm"]


def _arguments(context: Context) -> dict[str, Value]:
    return {"category": context.conversation.answers.get("subject", "other")}


def _flow(category: Category) -> FlowEntry:
    names = [question.name for question in category.questions] + ["confirm"]
    questions = {
        "words": Question(WORDS, {"*": "subject"}),
        "subject": Question(SUBJECT, {category.name: names[0], "*": DONE}),
        "confirm": Question(CONFIRM, {"*": DONE}),
    }
    for question, following in zip(category.questions, names[1:], strict=True):
        questions[question.name] = Question(READERS[question.name], {"*": following}, question.optional)
    return FlowEntry(
        Flow(flow_name(category.name), "words", questions, wording="report"),
        finish=send,
        present={"confirm": confirm, "subject": which_subject},
        reword={"confirm": add_words, "subject": reword_subject},
        arguments=_arguments,
        draft=True,
        hidden=HIDDEN,
    )


def _first_flow() -> FlowEntry:
    questions = {"words": Question(WORDS, {"*": "subject"}), "subject": Question(SUBJECT, {"*": DONE})}
    return FlowEntry(
        Flow("report", "words", questions),
        finish=_go_on,
        present={"subject": find_subject},
        reword={"subject": reword_subject},
        arguments=_arguments,
        draft=True,
    )


def _go_on(context: Context) -> None:
    answers = context.conversation.answers
    begin(context, flow_name(answers["subject"]), _with_what_was_said(context, answers))


FIRST = _first_flow()
FLOWS: tuple[FlowEntry, ...] = (FIRST, *(_flow(category) for category in CATEGORIES.values()))
