"""Feature: somebody edits what they have written. The draft follows; of what is sent already they are told that it is.

What was sent stays as it was: nobody's words change behind the back of those who have read them. Whoever edited is
offered to send the new version too, in one tap. An edit of a message that concerns nothing any more is met by silence.
"""

from bot import rights
from bot.conversing import ask, choices_of, entry_of, pending_question, proceed, quoted
from bot.domain import reference
from bot.domain.permissions import Verdict
from bot.domain.reference import Reference
from bot.domain.request import ENDED, EventKind
from bot.flow import SKIPPED
from bot.handling import Context, FlowEntry
from bot.incoming import Room, Words
from bot.outgoing import Choice, Quoted, Text, text
from bot.rendering import match_choice
from bot.sources import (
    AGAIN,
    BEFORE,
    CONTENTS,
    DIGEST,
    FILES,
    HALF,
    HELD,
    HELD_FILES,
    LATER,
    SAID,
    SPLIT,
    VOTE,
    accept_files,
    digest_of,
    lines,
    note_files,
    note_source,
    without_lines,
)
from bot.understanding import Decision
from handlers import cards, desk, drafting, following, guesses, joining, lessons, report, talk
from handlers.calling import FOR_SOMEBODY
from handlers.categories import CATEGORIES
from handlers.neighbours import SAME
from handlers.where import DOUBTED
from storage.origins import Origin

BY_CITIZEN = frozenset(
    {
        EventKind.RECEIVED,
        EventKind.CITIZEN_WROTE,
        EventKind.CITIZEN_SENT,
        EventKind.REOPENED,
        EventKind.CONTESTED,
        EventKind.JOINED,
        EventKind.NEIGHBOUR_WROTE,
        EventKind.NEIGHBOUR_SENT,
    }
)
WRITTEN_BY_AGENT = frozenset(
    {EventKind.ANSWERED, EventKind.ASKED, EventKind.NOTED, EventKind.CLOSED, EventKind.MEDIATED}
)

NO_QUESTIONS = frozenset(
    {SAID, BEFORE, FILES, CONTENTS, DIGEST, HELD, AGAIN, LATER, SPLIT, VOTE, "subject", "subject_guesses"}
)


def edited(context: Context) -> bool:
    """Follow an edit.

    Returns:
        Whether that is all; if not, the words are to be taken as if they had been written only now: there were none
        before, or nothing could be made of them, or they answered the question that is being asked again.
    """
    words = context.incoming.content
    if not isinstance(words, Words) or words.edits is None:
        return False
    if origin := context.uow.origins.find(context.incoming.address, words.edits):
        _sent_already(context, words, origin)
        return True
    gave = context.conversation.sources.get(words.edits)
    if gave is None:
        _warn(context)
        return True
    if gave[DIGEST] == digest_of(words):
        return True
    if SPLIT in gave and pending_question(context) is not None:
        note_source(context)
        context.say(text("several-edit"))
        ask(context)
        return True
    if VOTE in gave:
        note_source(context)
        context.say(text("edit-vote", name=Quoted(context.name)))
        return True
    if HELD in gave and pending_question(context) is not None:
        _change_held(context, gave)
        return True
    first_words = context.incoming.text and gave[DIGEST][:HALF] == digest_of(Words(""))[:HALF]
    if FOR_SOMEBODY in gave or first_words or AGAIN in gave or HELD in gave or pending_question(context) in gave:
        _take_back(context, words.edits)
        return False
    entry = entry_of(context)
    if entry is not None and entry.draft:
        _warn(context)
        _follow(context, entry, words, gave)
    return True


def amend(context: Context) -> None:
    """A button: send what a message says since it was edited, ``<request> <receipt>``."""
    number, _, receipt = context.argument.partition(" ")
    address, sources = context.incoming.address, context.conversation.sources
    origin, gave = context.uow.origins.find(address, receipt), sources.get(receipt, {})
    request = context.uow.requests.get(origin.request_id) if origin and str(origin.request_id) == number else None
    if origin is None or request is None or LATER not in gave:
        context.registry.old_button(context)
        return
    del sources[receipt]
    context.about = request.about
    if origin.kind not in BY_CITIZEN:
        desk.correct(context, request, origin.kind, gave[LATER])
    elif joining.is_concerned(context, request):
        files = tuple(filter(None, gave.get(FILES, "").split("\n")))
        following.pass_on(context, request, gave[LATER], files)
    else:
        context.registry.old_button(context)


def _sent_already(context: Context, words: Words, origin: Origin) -> None:
    """Say that a message has become something already, and offer to send its new version too."""
    request, now = context.uow.requests.get(origin.request_id), digest_of(words)
    if request is None or now == origin.digest:
        return
    receipt, address = words.edits or "", context.incoming.address
    context.uow.origins.add(address, request.id, origin.kind, {receipt: now})
    by_citizen = origin.kind in BY_CITIZEN
    if by_citizen and not joining.is_concerned(context, request):
        return
    if not by_citizen and rights.on(context, request) is Verdict.NOT_THEIRS:
        return
    _warn(context)
    reworded, reshown = now[:HALF] != origin.digest[:HALF], now[HALF:] != origin.digest[HALF:]
    later = _behind_command(context, by_agent=not by_citizen) if reworded else ""
    if by_citizen and reshown:
        accept_files(context)
    offered = bool(later or context.given)
    if offered:
        note_source(context, **{LATER: later})
        note_files(context, context.given)
        context.given = ()
    context.about = request.about
    if by_citizen:
        context.say(text("edit-sent", number=request.number))
    elif origin.kind in WRITTEN_BY_AGENT:
        context.say(text("desk-edited", kind=origin.kind.value, number=request.number))
    else:
        context.say(text("edit-done"))
        return
    if pending_question(context) is not None and context.incoming.room is Room.PRIVATE:
        ask(context)
    elif offered and request.status not in ENDED:
        kind = origin.kind
        label = "edit-pass-on" if by_citizen else "desk-edit-note" if kind is EventKind.NOTED else "desk-edit-send"
        context.choices = (Choice(text(label), f"amend {request.id} {receipt}"),)


def _take_back(context: Context, receipt: str) -> None:
    """Take back what a message gave, so that its new version can give it anew."""
    conversation = context.conversation
    gave = conversation.sources.pop(receipt)
    if piece := gave.get(HELD):
        conversation.held = _replaced(conversation.held or "", piece, "") or None
        conversation.misses = max(conversation.misses - 1, 0)
    if files := gave.get(FILES):
        for name in (FILES, HELD_FILES):
            if left := without_lines(conversation.answers.pop(name, ""), files):
                conversation.answers[name] = left


def _change_held(context: Context, gave: dict[str, str]) -> None:
    """Change words that are put aside while it is asked whether to go on with a draft, and ask again."""
    if guesses.HELD_GUESSES not in context.conversation.answers:
        return
    now = context.incoming.text
    context.conversation.held = _replaced(context.conversation.held or "", gave[HELD], now) or None
    note_source(context, **{HELD: now})
    context.registry.welcome_back(context)


def _follow(context: Context, entry: FlowEntry, words: Words, gave: dict[str, str]) -> None:
    """Let the draft follow, say what was taken, and go on from there: the summary is shown again."""
    before, now = gave[DIGEST], digest_of(words)
    gave[DIGEST] = now
    said: list[Text | Quoted] = []
    asked_for_subject = pending_question(context) == "subject"
    if before[:HALF] != now[:HALF]:
        reads = _reword if SAID in gave else _reword_before if BEFORE in gave else None
        said += reads(context, gave) if reads else _reanswer(context, entry, gave)
    if before[HALF:] != now[HALF:]:
        said += _change_files(context, gave)
    if not said:
        return
    context.say(*said)
    if asked_for_subject and SAID in gave and gave[SAID]:
        report.look_again(context)
    else:
        proceed(context)


def _reword(context: Context, gave: dict[str, str]) -> list[Text]:
    """Put new words in the place of those that the message had given, and read anew what was read in them."""
    answers, piece, now = context.conversation.answers, gave[SAID], _behind_command(context)
    if piece not in answers.get(SAID, ""):
        return []  # They have been replaced since.
    gave[SAID] = now
    if left := _replaced(answers.pop(SAID), piece, now):
        answers[SAID] = left
    for name in set(gave) - NO_QUESTIONS:
        if answers.get(name) == gave.pop(name):
            del answers[name]
    answers.pop(DOUBTED, None)
    said = [text("edit-taken", field=text("field-words"), value=quoted(now))] if now else [text("edit-words-gone")]
    understood = context.understanding
    if (
        understood is not None
        and understood.decision is Decision.DIRECT
        and understood.label in CATEGORIES
        and gave.get("subject") == answers.get("subject") != understood.label
        and "subject" in answers
    ):
        answers["subject"] = gave["subject"] = understood.label
        answers.pop(lessons.UNDERSTOOD, None)
        lessons.notice(context)
        said.append(text("report-understood", category=text(f"category-{understood.label}")))
    if "subject" in answers and SAID in answers:
        context.conversation.answers = drafting.with_what_was_said(context, answers)
    return said


def _reword_before(context: Context, gave: dict[str, str]) -> list[Text]:
    """Put new words in the place of those that were written before the draft, which its summary shows."""
    answers, piece, now = context.conversation.answers, gave[BEFORE], _behind_command(context)
    if piece not in answers.get(BEFORE, ""):
        return []
    gave[BEFORE] = now
    if left := _replaced(answers.pop(BEFORE), piece, now):
        answers[BEFORE] = left
    return [text("edit-taken", field=text("field-words"), value=quoted(now))] if now else [text("edit-words-gone")]


def _reanswer(context: Context, entry: FlowEntry, gave: dict[str, str]) -> list[Text]:
    """Read the new words as the answer that the message had given; if they are none, the old answer stays."""
    answers, said, year = context.conversation.answers, list[Text](), context.now.year
    for name in sorted((gave.keys() & entry.flow.questions.keys()) - {SAME}):
        if answers.get(name) != gave[name]:
            continue  # It has been answered in another way since.
        value = _read(context, entry, name)
        if value is None:
            said.append(text("edit-not-taken", field=text(f"field-{name}"), value=_shown(name, gave[name], year)))
        elif value != gave[name]:
            answers[name] = gave[name] = value
            said.append(text("edit-taken", field=text(f"field-{name}"), value=_shown(name, value, year)))
    return said


def _change_files(context: Context, gave: dict[str, str]) -> list[Text]:
    """Put the files that a message shows now in the place of those that it showed."""
    answers = context.conversation.answers
    kept = without_lines(answers.pop(FILES, ""), gave.pop(FILES, ""))
    gave.pop(CONTENTS, None)
    accept_files(context)
    note_files(context, context.given)
    if found := lines(kept, *context.given):
        answers[FILES] = found
    count, context.given = len(context.given), ()
    return [text("edit-files-taken", count=count)]


def _read(context: Context, entry: FlowEntry, name: str) -> str | None:
    """Read words as the answer to a question, or as the number or label of one of its choices."""
    question, said = entry.flow.questions[name], context.incoming.text
    offered = choices_of(name, question)
    if name == "subject":
        # Which number it had depends on the list that was shown; its name does not.
        offered = () if said.isdigit() else tuple(Choice(text(f"category-{each}"), each) for each in CATEGORIES)
    choice = match_choice(said, offered, context.person.lang, context.city.wording)
    if choice is not None:
        return choice.action.split(" ")[-1]
    return question.reader.read(Words(said), context.scope)


def _shown(name: str, value: str, year: int) -> Text | Quoted:
    if name == "subject":
        return text(f"category-{value}")
    return text("skip") if value == SKIPPED else cards.answer_shown(name, value, year)


def _behind_command(context: Context, *, by_agent: bool = False) -> str:
    """Give the words of a message without the command in front and, of an agent's, the number of a request."""
    said = context.incoming.text
    if not said.startswith(("/", "!")):
        return said
    if said.startswith(desk.NOTE):
        return said.removeprefix(desk.NOTE).strip()
    rest = said.partition(" ")[2].strip()
    if not by_agent:
        return rest
    read = reference.parse(rest)
    if isinstance(read, Reference):
        return rest[read.end :].strip(" :")
    first, _, behind = rest.partition(" ")
    return behind.strip() if reference.whole(first) is not None else rest


def _warn(context: Context) -> None:
    """Say whom to call when it is only the new version of a message that tells of danger."""
    understood = context.understanding
    if understood and understood.emergency and "urgent" not in context.conversation.answers:
        talk.warn(context, understood.emergency)


def _replaced(whole: str, piece: str, now: str) -> str:
    """Put words in the place of a part of others, which stands in lines of its own; without any, the part goes."""
    if now:
        return whole.replace(piece, now, 1)
    before, _, behind = whole.partition(piece)
    return "\n".join(filter(None, (before.removesuffix("\n"), behind.removeprefix("\n"))))
