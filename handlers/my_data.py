"""Feature: one's own data, seen, taken along and erased in two taps (GDPR, articles 15, 17 and 20)."""

import json

from bot.domain.request import OPEN
from bot.handling import Context
from bot.outgoing import Choice, Quoted, text
from bot.sources import FILES
from handlers import case, joining, lessons, merged, telling
from storage.files import FileState

EXPORT_LENGTH = 12_000
"""Characters of an export in the chat; whoever has more is told to ask the city's data officer for the file."""


MOST_FILES = 20
"""Files that are shown with an export."""


def show(context: Context) -> None:
    """/mesdonnees: what is stored, and two ways on."""
    stored = context.uow.personal_data.summary(context.person.id)
    context.say(text("data-stored", requests=stored.requests, messages=stored.messages))
    if stored.joined:
        context.say(text("data-joined", count=stored.joined))
    if len(context.accounts) > 1:
        context.say(text("data-accounts", count=len(context.accounts)))
    context.say(
        choices=(Choice(text("data-export"), "data export"), Choice(text("data-erase"), "data erase")),
    )


def act(context: Context) -> None:
    """A button: ``export``, ``erase`` (asks), ``erase yes``."""
    match context.argument:
        case "export":
            found = context.uow.personal_data.export(context.person.id)
            for request in found:
                # How a platform calls a file tells nobody anything: the files themselves are shown.
                request["files"] = len(request["answers"].pop(FILES, "").splitlines())
            context.files = _files(context)
            written = json.dumps(found, ensure_ascii=False, indent=1)
            context.say(text("data-export-title"), Quoted(written[:EXPORT_LENGTH]))
            if len(written) > EXPORT_LENGTH:
                context.say(text("data-export-cut", phone=context.city.settings.city.phone))
        case "erase":
            stored = context.uow.personal_data.summary(context.person.id)
            context.say(
                text("data-erase-sure", open=stored.open),
                choices=(Choice(text("data-erase-yes"), "data erase yes"), Choice(text("data-erase-no"), "data keep")),
            )
        case "erase yes":
            _erase(context)
        case _:
            context.say(text("data-kept"))


def _files(context: Context) -> tuple[str, ...]:
    mine = context.uow.requests.of_person(context.person.id, most=1_000)
    kept = (each for request in mine for each in context.uow.files.of(request.id) if each.state is FileState.KEPT)
    return tuple(each.reference for each in kept)[:MOST_FILES]


def _erase(context: Context) -> None:
    joining.forget(context)
    for request in context.uow.requests.of_person(context.person.id, most=1_000):
        lessons.forget(context, request)
        telling.release_to_joined(context, request)
        # The cards that show it are drawn again, without what it said.
        request.words, request.answers = "", {}
        if request.status in OPEN:
            if not case.withdraw(context, request):
                merged.let_callers_go(context, request)
        else:
            case.refresh(context, request)
    settings = context.city.settings
    groups = [room for team in settings.teams.values() for room in team.rooms]
    groups += [room for council in settings.councils.values() for room in council.rooms]
    erased = context.uow.personal_data.erase(context.person.id, set(groups))
    context.conversation.forget_draft()
    context.conversation.erased = True
    context.say(text("data-erased", count=len(erased)))
