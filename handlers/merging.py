"""Feature: /fusionner and /separer. Two requests about the same thing become one, and can be taken apart again.

The older one stays unless the agent says otherwise ("12 dans 15"). What merging does is in handlers/merged.py.
"""

import re

from bot.conversing import begin, drop
from bot.domain import reference
from bot.domain.permissions import Permission, Verdict
from bot.domain.request import OPEN, Request, Status
from bot.flow import DONE, Flow, Question, Reader, Scope
from bot.handling import Context, FlowEntry, Handler
from bot.incoming import Words
from bot.outgoing import Choice, Moment, Value, text
from bot.rights import on
from bot.sources import may_be_said_again
from handlers import calling, cards, desk, merged, neighbours
from handlers.numbers import Named, read_numbers

INTO = re.compile(r"(?:dans|vers|avec|into|in|to|with)\s+", re.IGNORECASE)
"""Between two numbers: the second one stays."""

INTO_ONLY = re.compile(r"(?:dans|vers|into|in|to)\b", re.IGNORECASE)

SURE = "sure"
"""Behind two numbers on a button: although their subjects differ."""

KEEP = "keep"
"""Behind two numbers on a button: the first one stays, whichever is older."""

MOST_OFFERED = 6


def merge(context: Context) -> None:
    """/fusionner N M, "M dans N", or a button, ``<id> <id> keep sure``; with one number, the other one is asked for."""
    _leave_flow(context)
    named = _named(context, 2)
    if named is None:
        return
    if len(named.ids) == 1:
        request = _workable(context, named.ids[0])
        if request is not None and named.twice:
            context.say(text("merge-same", number=request.number))
        elif request is not None and _may_be_merged(context, request):
            begin(context, FLOW.flow.name, {"request": str(request.id)})
        return
    if len(named.ids) > 2:
        context.say(text("merge-two"))
        return
    options = named.rest.split()
    older, younger = sorted(named.ids)
    kept, gone = named.ids if KEEP in options else (older, younger)
    _merge(context, kept, gone, sure=SURE in options)


def split(context: Context) -> None:
    """/separer M, or the button: a request that was merged is its own again, while no answer has been given."""
    named = _named(context, 1)
    request = _workable(context, named.ids[0]) if named else None
    if request is None:
        return
    kept = merged.treated_with(context, request)
    if request.merged_into is None:
        others = context.uow.requests.merged(request.id)
        choices = [Choice(text("split-one", number=each.number), f"split {each.id}") for each in others]
        context.say(text("split-not", number=request.number, count=len(others)), choices=choices)
    elif kept.status not in OPEN:
        context.say(text("split-too-late", number=request.number, other=kept.number))
    elif (request.person_id is None and not request.by_phone) or request.status is Status.WITHDRAWN:
        context.say(text("split-nobody", number=request.number, other=kept.number))
    else:
        merged.split(context, request)
        context.about = request.about
        due = Moment(request.promise.due_at)
        context.say(text("split-done", number=request.number, other=kept.number, due=due))


def _merge(context: Context, kept_id: int, gone_id: int, *, sure: bool) -> None:
    # Locked in one order, whoever names them in which: two agents may do the same at once.
    for each in sorted((kept_id, gone_id)):
        context.uow.requests.get(each)
    kept, gone = _workable(context, kept_id), _workable(context, gone_id)
    if kept is None or gone is None or not _go_together(context, kept, gone):
        return
    if kept.category != gone.category and not sure:
        context.say(
            text(
                "merge-differ",
                number=kept.number,
                category=text(f"category-{kept.category}"),
                other=gone.number,
                other_category=text(f"category-{gone.category}"),
            ),
            choices=(
                Choice(text("merge-all-the-same"), f"merge {kept.id} {gone.id} {KEEP} {SURE}"),
                Choice(text("merge-not"), f"show {kept.id}"),
            ),
        )
        return
    merged.merge(context, kept, gone)
    context.about = kept.about
    context.say(
        text(
            "merge-done",
            number=kept.number,
            other=gone.number,
            count=kept.concerned,
            due=Moment(kept.promise.due_at),
        ),
        *calling.to_call_back(calling.waiting(context, kept)),
        choices=(Choice(text("merge-undo"), f"split {gone.id}"),),
    )


def _go_together(context: Context, kept: Request, gone: Request) -> bool:
    """Say whether two requests can be merged; if not, it is said why."""
    if not (_may_be_merged(context, kept) and _may_be_merged(context, gone)):
        return False
    is_one_s = kept.person_id is not None and kept.person_id == gone.person_id
    if (kept.confidential or gone.confidential) and not (is_one_s and kept.confidential and gone.confidential):
        number = kept.number if kept.confidential else gone.number
        context.say(text("merge-confidential", number=number))
        return False
    return True


def _may_be_merged(context: Context, request: Request) -> bool:
    """Say whether a request is open and its own; if not, it is said how it stands."""
    if request.merged_into is not None:
        now = merged.treated_with(context, request)
        context.say(text("merge-already", number=request.number, other=now.number))
    elif request.status not in OPEN:
        context.say(text("merge-ended", number=request.number, status=request.status.value))
    else:
        return True
    return False


def _named(context: Context, wanted: int) -> Named | None:
    """Read one number or more. "12 dans 15" becomes "15 12 keep".

    Where fewer are named than are ``wanted``, a reply to a card stands for one.
    """
    named = read_numbers(context.argument)
    content = context.incoming.content
    if named.wrong:
        may_be_said_again(context)
        context.say(text("number-misread"))
        return None
    if len(named.ids) == 1 and (between := INTO.match(named.rest)):
        more = read_numbers(named.rest[between.end() :])
        if more.ids:
            is_into = INTO_ONLY.match(named.rest) is not None
            if more.ids[0] == named.ids[0]:
                return Named(named.ids, (), "", twice=True)
            ids = (more.ids[0], named.ids[0]) if is_into else (named.ids[0], more.ids[0])
            return Named((*ids, *more.ids[1:]), (), f"{more.rest} {KEEP}" if is_into else more.rest)
    if isinstance(content, Words) and content.reply_to and len(named.ids) < wanted and not named.rest:
        about = context.uow.outbox.about(context.incoming.address, content.reply_to) or ""
        replied_to = reference.whole(about.removeprefix("request:"))
        if replied_to is not None and replied_to not in named.ids:
            return Named((replied_to, *named.ids), (), "")
    if not named.ids:
        context.say(text("number-missing"))
        return None
    return named


def _workable(context: Context, request_id: int) -> Request | None:
    request = context.uow.requests.get(request_id)
    if request is None:
        may_be_said_again(context)
        context.say(text("number-unknown"))
        return None
    return request if desk.may_work(context, request) else None


def _leave_flow(context: Context) -> None:
    """Leave the question which one it is, if it is pending: a button or a command has answered it."""
    if context.conversation.flow == FLOW.flow.name:
        drop(context)


def _ask_other(context: Context) -> None:
    """Ask with which other request one is to be merged, and offer those that are likely the same."""
    request = context.uow.requests.get(int(context.conversation.answers["request"]))
    if request is None:
        return
    like = neighbours.like(context, request)
    found = [each for each in like if on(context, each, Permission.HANDLE) is Verdict.YES][:MOST_OFFERED]
    context.say(text("merge-other", number=request.number, count=len(found)))
    context.say(*(cards.line(each, context.now) for each in found))
    context.choices = tuple(
        Choice(text("merge-with", number=each.number), f"merge {request.id} {each.id}") for each in found
    )


def _finish(context: Context) -> None:
    answers = dict(context.conversation.answers)
    drop(context)
    context.argument = f"{answers['request']} {answers['other']}"
    merge(context)


def _read_other(words: Words, _scope: Scope) -> str | None:
    named = read_numbers(words.text)
    is_one = len(named.ids) == 1 and not named.wrong and not named.rest
    return str(named.ids[0]) if is_one else None


def _arguments(context: Context) -> dict[str, Value]:
    return {"number": reference.format(int(context.conversation.answers["request"])), "count": 0}


FLOW = FlowEntry(
    Flow("merge", "other", {"other": Question(Reader("other", _read_other), {"*": DONE})}),
    finish=_finish,
    permission=Permission.HANDLE,
    present={"other": _ask_other},
    arguments=_arguments,
)

ACTIONS: dict[str, Handler] = {"merge": merge, "split": split}
