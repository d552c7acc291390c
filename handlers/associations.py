"""Feature: finding an association, in a citizen's own words. Three cards at a time, never a wrong one as if right."""

from bot.handling import Context
from bot.outgoing import Choice, Quoted, Text, text
from bot.search.index import Findings
from bot.search.records import Association

SHOWN = 3
"""Cards in one message."""

FOUND_AT_MOST = 9


def search(context: Context) -> None:
    """/associations words, or "je cherche un club de judo à Planoise"."""
    query = context.argument or context.incoming.text
    if query.startswith(("/", "!")):
        context.say(text("associations-how"))
        return
    _answer(context, query, 0)


def more(context: Context) -> None:
    """A button: the next cards of a search, ``<first> <query>``."""
    first, _, query = context.argument.partition(" ")
    _answer(context, query, int(first) if first.isdigit() else 0)


def _answer(context: Context, query: str, first: int) -> None:
    stored = context.uow.associations
    directory = context.city.associations.at(stored.version(), stored.active)
    findings = directory.search(query, FOUND_AT_MOST)
    shown = findings.hits[first : first + SHOWN]
    if first == 0:
        context.say(_introduction(findings))
        if not findings.confident:
            stored.missed(query, context.now)
    for hit in shown:
        context.say(_card(hit.association))
    if findings.hits[first + SHOWN :]:
        context.choices = (Choice(text("associations-more"), f"associations {first + SHOWN} {query}"),)
    elif first or not shown:
        context.say(text("associations-end", phone=context.city.settings.city.phone))


def _introduction(findings: Findings) -> Text:
    if not findings.hits:
        return text("associations-none")
    return text("associations-found" if findings.confident else "associations-unsure")


def _card(found: Association) -> Text:
    """Write a card: only what is known, and how fresh it is."""
    where = " – ".join(filter(None, (found.place, found.street, found.neighbourhood)))
    contact = " – ".join(filter(None, (found.phone, found.email, found.website)))
    return text(
        "associations-card",
        name=Quoted(found.name),
        purpose=Quoted(found.purpose[:300]),
        where=Quoted(where),
        contact=Quoted(contact),
        has_where="yes" if where else "no",
        has_contact="yes" if contact else "no",
        updated=Quoted(found.updated_at.strftime("%d/%m/%Y")) if found.updated_at else Quoted(""),
        dated="yes" if found.updated_at else "no",
    )
