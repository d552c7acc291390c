"""Everything the bot can do, on one screen: intents, words, commands, buttons, flows, jobs."""

from bot.conversing import correct as correct_question
from bot.conversing import go_back, press
from bot.handling import Command, Context, FlowEntry, Registry, Role
from bot.understanding.global_words import GlobalWord
from handlers import (
    arriving,
    associations,
    attaching,
    deadline,
    desk,
    drafting,
    edits,
    figures,
    following,
    guesses,
    joining,
    linking,
    my_data,
    polls,
    previewing,
    queue,
    report,
    searching,
    several,
    snoozing,
    speaking_for,
    talk,
    templates,
    viewing,
    where,
)
from handlers.jobs import (
    breach_notices,
    digest,
    drafts,
    lapsed_questions,
    losses,
    poll_closings,
    reminders,
    swept_callers,
    swept_files,
    swept_lessons,
    unseen,
    weekly,
)


class Duplicate(Exception):
    """Two things were declared under one name."""


def _correct(context: Context) -> None:
    correct_question(context, context.argument)


INTENTS = {
    "find_association": associations.search,
    "find_activity": associations.search,
    "check_status": following.status,
    "greeting": talk.greeting,
    "thanks": talk.thanks,
    "help": talk.helping,
    "talk_to_human": report.person,
    "cancel": talk.cancel_perhaps,
    "delete_my_data": my_data.show,
    "abuse": talk.abuse,
    "out_of_scope": talk.out_of_scope,
}

DIGRESSIONS = frozenset({"check_status", "help", "talk_to_human", "delete_my_data", "thanks", "cancel"})

HARMLESS = frozenset({"greeting", "thanks", "help"})

GLOBAL_WORDS = {
    GlobalWord.CANCEL: talk.cancel,
    GlobalWord.CORRECT: talk.correct,
    GlobalWord.HELP: talk.helping,
    GlobalWord.HUMAN: report.person,
    GlobalWord.STATUS: following.status,
    GlobalWord.REPEAT: talk.repeat,
}

COMMANDS = (
    Command(("start",), talk.start),
    Command(("aide", "help"), talk.helping, by_link=True),
    Command(("demande", "request"), report.new, private=True, by_link=True),
    Command(("suivi", "status"), following.status, private=True, by_link=True),
    Command(("associations",), associations.search, by_link=True),
    Command(("langue", "language"), talk.language, private=True),
    Command(("mesdonnees", "mydata"), my_data.show, private=True, by_link=True),
    Command(("annuler", "cancel"), talk.cancel),
    Command(("retour", "back"), go_back),
    Command(("humain", "human"), report.person, private=True, by_link=True),
    Command(("contester", "appeal"), following.contest, private=True),
    Command(("lier", "link"), linking.link, private=True, by_link=True),
    Command(("rattacher", "attach"), attaching.attach, private=True),
    Command(("agent",), desk.join, private=True, by_link=True),
    Command(("pour", "for"), speaking_for.speak_for, Role.AGENT, understood=True),
    Command(("file", "queue"), queue.queue, Role.AGENT, by_link=True),
    Command(("prendre", "take"), desk.take, Role.AGENT),
    Command(("repondre", "answer"), desk.reply, Role.AGENT),
    Command(("demander", "ask"), desk.ask, Role.AGENT),
    Command(("reorienter", "route"), desk.route, Role.AGENT),
    Command(("clore", "close"), desk.close, Role.AGENT),
    Command(("note",), desk.note, Role.AGENT),
    Command(("reporter", "postpone"), deadline.postpone, Role.AGENT),
    Command(("chiffres", "stats"), figures.now, Role.AGENT),
    Command(("modeles", "templates"), templates.templates, Role.AGENT),
    Command(("voir", "show"), viewing.show, Role.AGENT, by_link=True),
    Command(("chercher", "find"), searching.find, Role.AGENT),
    Command(("sondage", "poll"), polls.open_poll, Role.FACILITATOR),
    Command(("resultats", "results"), polls.results),
)

ACTIONS = {
    "answer": press,
    "correct": _correct,
    "unfile": drafting.drop_files,
    "amend": edits.amend,
    "cancel": talk.cancel,
    "elsewhere": where.elsewhere,
    "subject": report.choose_subject,
    "subjects": guesses.browse,
    "intent": report.choose_intent,
    "forward": report.forward,
    "draft": talk.draft,
    "language": talk.language,
    "data": my_data.act,
    "link": linking.act,
    "here": linking.receive_here,
    "associations": associations.more,
    "take": desk.take,
    "reply": desk.reply,
    "ask": desk.ask,
    "route": desk.route,
    "close": desk.close,
    "more": deadline.more,
    "show": viewing.show,
    "history": viewing.history,
    "queue": queue.turn,
    "found": searching.more,
    "note": desk.note,
    "postpone": deadline.postpone,
    "snooze": snoozing.snooze,
    "vote": polls.vote,
    "unvote": polls.withdraw,
    "mediate": following.mediate,
    **following.ACTIONS,
    **joining.ACTIONS,
    **previewing.ACTIONS,
    **templates.ACTIONS,
    **several.ACTIONS,
}

# A clock that runs again may owe a reminder at once, so the questions that have lapsed come first.
JOBS = (
    losses.JOB,
    unseen.JOB,
    lapsed_questions.JOB,
    reminders.JOB,
    breach_notices.JOB,
    digest.JOB,
    weekly.JOB,
    drafts.JOB,
    poll_closings.JOB,
    swept_callers.JOB,
    swept_files.JOB,
    swept_lessons.JOB,
)


def _by_name(entries: tuple[FlowEntry, ...]) -> dict[str, FlowEntry]:
    found: dict[str, FlowEntry] = {}
    for entry in entries:
        if entry.flow.name in found:
            raise Duplicate(entry.flow.name)
        found[entry.flow.name] = entry
    return found


def _unique(commands: tuple[Command, ...]) -> tuple[Command, ...]:
    names = [name for command in commands for name in command.names]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise Duplicate(", ".join(sorted(repeated)))
    return commands


REGISTRY = Registry(
    intents=INTENTS,
    digressions=DIGRESSIONS,
    harmless=HARMLESS,
    subject=report.subject,
    unsure=report.unsure,
    lost=report.lost,
    nothing=talk.nothing,
    unreadable=talk.unreadable,
    file_only=talk.file_only,
    edited=edits.edited,
    offer_files=following.offer_files,
    files_left=talk.files_left,
    files_settled=arriving.settled,
    welcome_back=talk.welcome_back,
    danger=talk.danger,
    foreign=talk.foreign,
    citizen_reply=following.citizen_reply,
    team_words=desk.team_words,
    group_words=talk.group_words,
    in_private=talk.in_private,
    old_button=talk.old_button,
    unknown_command=talk.unknown_command,
    refuse=talk.refuse,
    sorry=talk.sorry,
    global_words=GLOBAL_WORDS,
    flows=_by_name((*report.FLOWS, desk.FLOW, previewing.FLOW, templates.FLOW, deadline.FLOW, *following.FLOWS)),
    first_flow=report.FIRST.flow.name,
    commands=_unique(COMMANDS),
    actions=ACTIONS,
    jobs=JOBS,
)
