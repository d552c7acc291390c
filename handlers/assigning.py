"""Feature: /confier. A head gives an open request to somebody of the team, who is told in private."""

from bot.domain.request import EventKind, Request, Status
from bot.handling import Context
from bot.outgoing import Choice, Moment, Quoted, text
from handlers import case, desk, membership
from handlers.membership import Member


def assign(context: Context) -> None:
    """/confier N @name, or the button and then a choice of the team's people; ``<request> <account>``."""
    request = desk.named(context)
    if request is None or not desk.is_open(context, request):
        return
    people = membership.people_of(context, request.team)
    found = [each for each in people if each.account == context.argument]
    found = found or [each for each in people if each.is_called(context.argument)]
    if len(found) != 1:
        choices = [Choice(Quoted(each.name), f"assign {request.id} {each.account}") for each in found or people]
        context.say(text("assign-whom", number=request.number), choices=choices)
    elif found[0].account == request.assignee:
        context.say(text("assign-already", number=request.number, name=Quoted(found[0].name)))
    else:
        _give(context, request, found[0])


def _give(context: Context, request: Request, to: Member) -> None:
    request.assignee, request.assignee_name = to.account, to.name
    if request.status is Status.NEW:
        request.status = Status.TAKEN
    case.save(context, request, EventKind.ASSIGNED, context.account, to.name)
    due, name = Moment(request.promise.due_at), Quoted(to.name)
    if to.account not in context.accounts:
        category = text(f"category-{request.category}")
        said = text("assigned-you", number=request.number, category=category, name=Quoted(context.name), due=due)
        choices = (Choice(text("more-show"), f"show {request.id}"), Choice(text("card-reply"), f"reply {request.id}"))
        membership.tell(context, to.account, said, about=request.about, choices=choices)
    context.say(text("assigned", number=request.number, name=name, due=due))
