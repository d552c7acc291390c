"""Feature: finding an association, in a citizen's own words. Three cards at a time, never a wrong one as if right.

What fits is shown first. When nothing does, the search is widened and says how (the next neighbourhood, a nearby
activity); only what comes near is shown under a sentence of its own.
"""

from bot.conversing import entry_of
from bot.domain import reference
from bot.handling import Context
from bot.outgoing import Choice, Quoted, Text, text
from bot.search.index import Directory, Findings, Hit, Widening
from bot.search.records import Association
from bot.sources import hold, may_be_said_again

SHOWN = 3
"""Cards in one message."""

FOUND_AT_MOST = 30


def search(context: Context) -> None:
    """/associations words, or "je cherche un club de judo à Planoise"."""
    query = context.argument or context.incoming.text
    if query.startswith(("/", "!")):
        context.say(text("associations-how"))
        return
    may_be_said_again(context)
    _answer(context, query, 0)


def more(context: Context) -> None:
    """A button: the next cards of a search, ``<first> <query>``."""
    first, _, query = context.argument.partition(" ")
    _answer(context, query, reference.whole(first) or 0)


def _answer(context: Context, query: str, first: int) -> None:
    stored = context.uow.associations
    directory = context.city.associations.at(stored.version(), stored.every)
    findings = directory.search(query, FOUND_AT_MOST)
    hits = worth_showing(findings)
    if first == 0:
        context.say(*_introduction(directory, findings, context.person.lang))
        if not findings.confident:
            stored.missed(query, context.now)
    shown = hits[first : first + SHOWN]
    for position, hit in enumerate(shown, first):
        if findings.confident and not hit.fits and (position == 0 or hits[position - 1].fits):
            context.say(text("associations-near"))
        context.say(_card(hit.association))
    if hits[first + SHOWN :]:
        context.choices = (Choice(text("associations-more"), f"associations {first + SHOWN} {query}"),)
    elif first or not shown:
        context.say(text("associations-end", phone=context.city.settings.city.phone))
    if first == 0 and not findings.confident and entry_of(context) is None:
        hold(context, query)
        context.choices = (*context.choices, Choice(text("human-pass-on"), "forward"))


def worth_showing(findings: Findings) -> tuple[Hit, ...]:
    """Give what fits, then at most three that come near; beside what fits, only those that do the same elsewhere."""
    fitting = tuple(hit for hit in findings.hits if hit.fits)
    near = tuple(hit for hit in findings.hits if not hit.fits and (not fitting or hit.why))
    if fitting and findings.activities:
        near = tuple(hit for hit in near if "activity" in hit.why)
    return (*fitting, *near[:SHOWN])


def _introduction(directory: Directory, findings: Findings, lang: str) -> tuple[Text, ...]:
    widened = findings.widened
    if widened is None:
        found = "associations-found" if findings.confident else "associations-unsure"
        return (text(found if findings.hits else "associations-none"),)
    match widened.by:
        case Widening.NEIGHBOURHOOD:
            asked_for = Quoted(findings.neighbourhood or "")
            return (text("associations-elsewhere", asked=asked_for, found=Quoted(widened.neighbourhood)),)
        case Widening.ACTIVITY:
            return (text("associations-nearby-activity", activity=Quoted(directory.label(widened.activity, lang))),)
        case Widening.DISSOLVED:
            gone = text("associations-dissolved", name=Quoted(widened.name))
            return (gone, text("associations-unsure-after")) if findings.hits else (gone,)


def _card(found: Association) -> Text:
    """Write a card: only what is known, and how fresh it is."""
    where = " – ".join(filter(None, (found.place, found.street, found.neighbourhood)))
    contact = " – ".join(filter(None, (found.phone, found.email, found.website)))
    return text(
        "associations-card",
        name=Quoted(found.name),
        purpose=Quoted(_shortened(found.purpose).rstrip(" .")),
        where=Quoted(where),
        contact=Quoted(contact),
        has_where="yes" if where else "no",
        has_contact="yes" if contact else "no",
        updated=Quoted(found.updated_at.strftime("%d/%m/%Y")) if found.updated_at else Quoted(""),
        dated="yes" if found.updated_at else "no",
    )


def _shortened(purpose: str, most: int = 200) -> str:
    return purpose if len(purpose) <= most else f"{purpose[: most - 1].rsplit(' ', 1)[0]}…"
