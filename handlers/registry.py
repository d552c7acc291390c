"""Everything the bot can do, on one screen: intents, words, commands, buttons, flows, jobs."""

from collections.abc import Mapping, Sequence

from bot.conversing import correct as correct_question
from bot.conversing import go_back, press
from bot.domain.permissions import Permission
from bot.handling import Action, Command, Context, FlowEntry, Handler, Registry
from bot.understanding.global_words import GlobalWord
from handlers import (
    about,
    answering,
    arriving,
    asking,
    assigning,
    associations,
    attaching,
    bulk,
    closing,
    correcting,
    deadline,
    desk,
    disagreeing,
    drafting,
    edits,
    figures,
    following,
    guesses,
    helping,
    inviting,
    joining,
    linking,
    mediation,
    membership,
    merging,
    more,
    my_data,
    pointing,
    polls,
    previewing,
    proposals,
    queue,
    relocating,
    report,
    searching,
    several,
    signing,
    snoozing,
    speaking_for,
    talk,
    templates,
    unknown,
    viewing,
    where,
)
from handlers.jobs import (
    breach_notices,
    digest,
    drafts,
    held_answers,
    lapsed_questions,
    losses,
    poll_closings,
    question_reminders,
    reminders,
    stale_cards,
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
    "help": helping.helping,
    "talk_to_human": report.person,
    "cancel": talk.cancel_perhaps,
    "delete_my_data": my_data.show,
    "abuse": talk.abuse,
    "out_of_scope": talk.out_of_scope,
}

DIGRESSIONS = frozenset({"check_status", "help", "talk_to_human", "delete_my_data", "thanks", "cancel"})

SEARCHES = frozenset({"find_association", "find_activity"})

HARMLESS = frozenset({"greeting", "thanks", "help"})

GLOBAL_WORDS = {
    GlobalWord.CANCEL: talk.cancel,
    GlobalWord.CORRECT: talk.correct,
    GlobalWord.HELP: helping.helping,
    GlobalWord.HUMAN: report.person,
    GlobalWord.STATUS: following.status,
    GlobalWord.REPEAT: talk.repeat,
    GlobalWord.HERE: talk.still_here,
    GlobalWord.WAIT: talk.no_hurry,
    GlobalWord.SENT: following.whether_sent,
    GlobalWord.ABOUT: about.answer,
}

ANSWERED_BY = {
    "cancel-yes": True,
    "cancel-no": False,
    "draft-resume": True,
    "place-elsewhere": False,
}

COMMANDS = (
    Command(("start",), talk.start, Permission.TALK),
    Command(("aide", "help"), helping.helping, Permission.TALK, by_link=True),
    Command(("demande", "request"), report.new, Permission.PERSONAL, by_link=True),
    Command(("suivi", "status"), following.status, Permission.PERSONAL, by_link=True),
    Command(("associations",), associations.search, Permission.TALK, by_link=True),
    Command(("langue", "language"), talk.language, Permission.PERSONAL),
    Command(("mesdonnees", "mydata"), my_data.show, Permission.PERSONAL, by_link=True),
    Command(("annuler", "cancel"), talk.cancel, Permission.TALK),
    Command(("retour", "back"), go_back, Permission.TALK),
    Command(("humain", "human"), report.person, Permission.PERSONAL, by_link=True),
    Command(("contester", "appeal"), disagreeing.contest, Permission.PERSONAL),
    Command(("lier", "link"), linking.link, Permission.PERSONAL, by_link=True),
    Command(("rattacher", "attach"), attaching.attach, Permission.PERSONAL),
    Command(("agent",), inviting.join, Permission.PERSONAL, by_link=True),
    Command(("pour", "for"), speaking_for.speak_for, Permission.SERVE, understood=True),
    Command(("file", "queue"), queue.queue, Permission.SERVE, by_link=True),
    Command(("prendre", "take"), desk.take, Permission.HANDLE),
    Command(("repondre", "answer"), answering.reply, Permission.WRITE),
    Command(("demander", "ask"), asking.ask, Permission.WRITE),
    Command(("reorienter", "route"), desk.route, Permission.HANDLE),
    Command(("clore", "close"), closing.close, Permission.HANDLE),
    Command(("fusionner", "merge"), merging.merge, Permission.HANDLE),
    Command(("separer", "split"), merging.split, Permission.HANDLE),
    Command(("grouper", "bulk"), bulk.bulk, Permission.HANDLE),
    Command(("note",), desk.note, Permission.WRITE),
    Command(("signature",), signing.sign, Permission.SERVE),
    Command(("reporter", "postpone"), deadline.postpone, Permission.WRITE),
    Command(("chiffres", "stats"), figures.now, Permission.FIGURES),
    Command(("modeles", "templates"), templates.templates, Permission.SERVE),
    Command(("voir", "show"), viewing.show, Permission.READ, by_link=True),
    Command(("chercher", "find"), searching.find, Permission.SERVE),
    Command(("quitter", "leave"), membership.quit_team, Permission.LEAVE),
    Command(("confier", "assign"), assigning.assign, Permission.ASSIGN),
    Command(("retirer", "remove"), membership.remove, Permission.REMOVE),
    Command(("inviter", "invite"), inviting.invite, Permission.INVITE),
    Command(("sondage", "poll"), polls.open_poll, Permission.POLL),
    Command(("resultats", "results"), polls.results, Permission.TALK),
)


def _under(permission: Permission, *actions: Mapping[str, Handler]) -> list[tuple[str, Action]]:
    """Put buttons under a row of the table of rights (bot/domain/permissions.py)."""
    return [(name, Action(run, permission)) for part in actions for name, run in part.items()]


def _once(found: Sequence[tuple[str, Action]]) -> dict[str, Action]:
    names = [name for name, _action in found]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise Duplicate(", ".join(sorted(repeated)))
    return dict(found)


TALKING: Mapping[str, Handler] = {
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
    "associations": associations.more,
    "help": helping.more,
    "meant": unknown.do_meant,
}

ACTIONS = _once(
    [
        *_under(Permission.TALK, TALKING, several.ACTIONS, pointing.ACTIONS),
        *_under(Permission.PERSONAL, {"language": talk.language, "data": my_data.act, "link": linking.act}),
        *_under(Permission.PERSONAL, {"human": report.person}, joining.ACTIONS),
        *_under(
            Permission.OWN,
            {"here": linking.receive_here, "rectify": correcting.correct, "relocate": relocating.relocate},
        ),
        *_under(Permission.OWN, following.ACTIONS, disagreeing.ACTIONS),
        *_under(Permission.VOTE, {"vote": polls.vote, "unvote": polls.withdraw}),
        *_under(Permission.SERVE, {"queue": queue.turn, "found": searching.more}, templates.ACTIONS),
        *_under(Permission.LEAVE, {"quit": membership.quit_team}),
        *_under(Permission.REMOVE, {"remove": membership.remove}),
        *_under(Permission.INVITE, {"invite": inviting.invite, "invitations": inviting.invitations}),
        *_under(Permission.INVITE, {"uninvite": inviting.take_back}),
        *_under(Permission.ASSIGN, {"assign": assigning.assign}),
        *_under(Permission.READ, {"show": viewing.show, "history": viewing.history}, mediation.ACTIONS),
        *_under(Permission.WRITE, {"reply": answering.reply, "undo": answering.undo, "rewrite": desk.fix}),
        *_under(Permission.WRITE, {"ask": asking.ask, "note": desk.note, "code": speaking_for.new_code}),
        *_under(Permission.WRITE, {"postpone": deadline.postpone}, previewing.ACTIONS),
        *_under(Permission.HANDLE, {"take": desk.take, "route": desk.route, "close": closing.close}),
        *_under(Permission.HANDLE, {"more": more.more, "snooze": snoozing.snooze}),
        *_under(Permission.HANDLE, {"bulk": bulk.bulk}, merging.ACTIONS),
    ]
)

# A clock that runs again may owe a reminder at once, so the questions that have lapsed come first.
JOBS = (
    held_answers.JOB,
    losses.JOB,
    unseen.JOB,
    lapsed_questions.JOB,
    question_reminders.JOB,
    reminders.JOB,
    breach_notices.JOB,
    digest.JOB,
    weekly.JOB,
    stale_cards.JOB,
    drafts.JOB,
    poll_closings.JOB,
    swept_callers.JOB,
    swept_files.JOB,
    swept_lessons.JOB,
)

RENEWALS = {
    stale_cards.RENEWAL: stale_cards.renew,
    reminders.RENEWAL: reminders.renew,
    digest.RENEWAL: digest.renew,
    weekly.RENEWAL: weekly.renew,
    drafts.RENEWAL: drafts.renew,
    question_reminders.RENEWAL: question_reminders.renew,
}


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
    searches=SEARCHES,
    harmless=HARMLESS,
    subject=report.subject,
    unsure=report.unsure,
    beside=proposals.beside,
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
    team_words=answering.team_words,
    group_words=talk.group_words,
    in_private=talk.in_private,
    old_button=talk.old_button,
    unknown_command=unknown.unknown_command,
    refuse=talk.refuse,
    sorry=talk.sorry,
    global_words=GLOBAL_WORDS,
    flows=_by_name(
        (
            *report.FLOWS,
            desk.FLOW,
            *answering.FLOWS,
            asking.FLOW,
            previewing.FLOW,
            templates.FLOW,
            deadline.FLOW,
            closing.FLOW,
            merging.FLOW,
            bulk.FLOW,
            correcting.FLOW,
            following.ADD,
            *disagreeing.FLOWS,
        )
    ),
    first_flow=report.FIRST.flow.name,
    commands=_unique(COMMANDS),
    actions=ACTIONS,
    answered_by=ANSWERED_BY,
    jobs=JOBS,
    renewals=RENEWALS,
)
