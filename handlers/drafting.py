"""Feature: the draft of a request, whatever its subject: what its words say, the summary, correcting, sending."""

from collections.abc import Sequence

from bot.conversing import ask, begin, drop, entry_of, option_label, put, quoted
from bot.domain import promise, reference
from bot.domain.request import EventKind, Request, Status
from bot.flow import SKIPPED, Flow
from bot.handling import Context
from bot.outgoing import Choice, Moment, text
from bot.rendering import match_label
from bot.sources import BEFORE, FILES, SAID, digests, fresh_files, may_be_said_again, note_source
from bot.understanding.information import asks_for_information
from handlers import calling, cards, case, lessons, neighbours
from handlers.categories import CATEGORIES, Category
from handlers.kinds import without_excuses
from handlers.questions import said_already, says_no
from handlers.values import said_value
from handlers.where import DOUBTED, PLACE

ALWAYS_KEPT = ("place", FILES)
"""What tells an agent something whatever the subject, so it is kept when somebody gave it."""

HIDDEN = frozenset({"words", "subject", neighbours.SAME})


def flow_name(category: str) -> str:
    """Give the name of a subject's flow."""
    return f"report_{category}"


def with_what_was_said(context: Context, answers: dict[str, str]) -> dict[str, str]:
    """Add the answers that the citizen's words hold already, and note that they came from these words.

    Who only wants to know something has no place to give, and is not asked for one.
    """
    wording, lang = context.city.wording, context.person.lang
    spoken = context.understanding.lang if context.understanding else lang

    def label(question: str, option: str) -> str:
        return wording.write(lang, option_label(question, option))

    found, questions = dict(answers), CATEGORIES[answers["subject"]].questions
    if DOUBTED in found and all(question.name != PLACE for question in questions):
        found[PLACE] = found.pop(DOUBTED)  # Nobody is asked about a pin that is only something more to know.
    for question in questions:
        if question.name in found or (question.name == PLACE and DOUBTED in found):
            continue
        said = said_value(question.name, answers["words"], spoken, context.scope)
        if said := said or said_already(question.name, answers["words"], label, lang, context.gazetteer()):
            found[question.name] = said
            for gave in context.conversation.sources.values():
                if SAID in gave:
                    gave[question.name] = said
    is_asked = any(question.name == PLACE for question in questions)
    if is_asked and not found.keys() & {PLACE, DOUBTED} and asks_for_information(answers["words"]):
        found[PLACE] = SKIPPED
    return found


def held_belongs(context: Context) -> bool:
    """Say whether words that are held belong for sure to what is said now: files or danger came with them.

    A button is pressed for the words that are held.
    """
    told_of_danger = context.conversation.misses and "urgent" in context.conversation.answers
    return context.understanding is None or bool(told_of_danger or fresh_files(context))


def said_before(context: Context) -> dict[str, str]:
    """Give words that nobody understood, for the summary to offer: only who wrote them knows what they are about.

    Words held for another reason (a search that found nothing) are about something else.
    """
    held = context.conversation.held
    return {BEFORE: held} if held and context.conversation.misses and not held_belongs(context) else {}


def fix(context: Context) -> None:
    """Offer the fields of the summary, to correct one."""
    entry = entry_of(context)
    if entry is None or not entry.draft:
        context.say(text("flow-nothing-to-correct"))
        return
    fields = [name for name in ("subject", *_own_questions(entry.flow)) if name in context.conversation.answers]
    fields.insert(1, "words")
    choices = [Choice(text(f"field-{name}"), f"correct {name}") for name in fields]
    if FILES in context.conversation.answers:
        choices.append(Choice(text("report-drop-files"), "unfile"))
    context.say(text("report-which-field"), choices=choices)
    context.asked = True


def drop_files(context: Context) -> None:
    """A button: leave the photos and documents of the draft out."""
    entry, conversation = entry_of(context), context.conversation
    if entry is None or not entry.draft or not conversation.answers.pop(FILES, ""):
        context.registry.old_button(context)
        return
    context.say(text("report-files-dropped"))
    ask(context)


def send(context: Context) -> None:
    """Store the request, promise an answer by a date, and put it before the agents."""
    answers = dict(context.conversation.answers)
    category = CATEGORIES[answers["subject"]]
    if context.conversation.flow != flow_name(category.name):
        if not calling.keep_private(context):
            begin(context, flow_name(category.name), with_what_was_said(context, answers))
        return
    request = store(context, answers)
    drop(context)
    context.about = request.about
    if calling.is_for_somebody(answers):
        calling.settle(context, request, answers)
        case.announce(context, request)
        return
    sentence = "report-sent-urgent" if request.urgent else "report-sent"
    context.say(
        text(sentence, number=request.number, due=Moment(request.promise.due_at), team=text(f"team-{request.team}"))
    )
    case.announce(context, request)


def store(context: Context, answers: dict[str, str]) -> Request:
    """Store the request of a draft, with the messages it came from and what it teaches; nobody is told yet."""
    request = _store(context, CATEGORIES[answers["subject"]], answers)
    given_by, is_theirs = digests(context.conversation.sources), not calling.is_for_somebody(answers)
    became = EventKind.RECEIVED if is_theirs else EventKind.FILED
    context.uow.origins.add(context.incoming.address, request.id, became, given_by)
    if not is_theirs:
        return request
    lessons.from_sending(context, request, answers)
    return request


def confirm(context: Context) -> None:
    """Show the summary; nothing is sent before the citizen says so."""
    answers = context.conversation.answers
    answers.pop(DOUBTED, None)
    if neighbours.must_look_again(context):
        ask(context)
        return
    context.say(text("report-summary", whose="other" if calling.is_for_somebody(answers) else "own"))
    context.say(text("summary-line", field=text("field-subject"), value=text(f"category-{answers['subject']}")))
    show(context, answers)
    ask_to_confirm(context, [answers])


def show(context: Context, answers: dict[str, str]) -> None:
    """Show the words and answers of a draft, and what its subject has to tell before sending."""
    category = CATEGORIES[answers["subject"]]
    words = calling.words_shown(answers)
    context.say(text("summary-line", field=text("field-words"), value=quoted(words, 500)))
    for name in _kept_questions(category):
        value = answers.get(name, SKIPPED)
        if value != SKIPPED:
            shown = cards.answer_shown(name, value, context.now.year)
            context.say(text("summary-line", field=text(f"field-{name}"), value=shown))
    context.say(*calling.number_noted(answers))
    if category.notice:
        context.say(text(f"category-{category.name}-notice"))
    if BEFORE in answers:
        context.say(text("report-before", words=quoted(answers[BEFORE])))


def ask_to_confirm(context: Context, drafts: Sequence[dict[str, str]]) -> None:
    """Ask whether all is right, under a summary of these drafts."""
    has_more = any(BEFORE in draft for draft in drafts)
    context.say(
        text("report-confirm"),
        choices=(
            Choice(text("report-send"), "answer confirm yes"),
            Choice(text("report-fix"), "fix"),
            Choice(text("report-cancel"), "cancel"),
            *([Choice(text("report-add-before"), "before")] if has_more else []),
        ),
    )


def add_words(context: Context) -> None:
    """Take words at the summary as something more to say, and show it again; "no" asks what is to be corrected."""
    if says_no(context.incoming.text):
        fix(context)
        return
    if context.incoming.text.strip(" .)").isdigit() and not calling.gives_number(context):
        may_be_said_again(context)
        context.say(text("report-no-such-choice"))
        ask(context)
        return
    answers = context.conversation.answers
    answers["words"] = f"{answers['words']}\n{context.incoming.text}"
    note_source(context, words=context.incoming.text)
    context.say(text("report-words-added"))
    ask(context)


def change_option(context: Context) -> bool:
    """Take words at the summary that are another of a question's choices as that; say whether they were one."""
    entry, answers, said = entry_of(context), context.conversation.answers, without_excuses(context.incoming.text)
    if entry is None or said.isdigit():
        return False
    for name in _own_questions(entry.flow):
        question = entry.flow.questions[name]
        choices = [Choice(option_label(name, each), each) for each in question.reader.options]
        chosen = match_label(said, choices, context.person.lang, context.city.wording)
        if name in answers and chosen is not None and chosen.action != answers[name]:
            shown = cards.answer_shown(name, chosen.action, context.now.year)
            context.say(text("edit-taken", field=text(f"field-{name}"), value=shown))
            put(context, name, chosen.action)
            return True
    return False


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
    became, told_by = EventKind.RECEIVED, "citizen"
    if calling.is_for_somebody(answers):
        request, became, told_by = calling.for_nobody(context, request), EventKind.FILED, context.account
    context.uow.requests.add(request, reference.format)
    context.uow.requests.log(request, became, context.now, told_by, request.words)
    return request


def _kept_questions(category: Category) -> tuple[str, ...]:
    """Name the answers that belong to a request of a subject: those of its own questions, a place and photos."""
    return tuple(dict.fromkeys((*(question.name for question in category.questions), *ALWAYS_KEPT)))


def _own_questions(flow: Flow) -> list[str]:
    return [name for name in flow.questions if name not in HIDDEN and name != "confirm"]
