"""Feature: how a team keeps its promises: its week in figures and a chart, for the head on Mondays, or by /chiffres."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.domain import weeks as record
from bot.domain.weeks import WEEK, Week
from bot.handling import Context, Tick
from bot.incoming import Room
from bot.outgoing import Chart, Moment, Say, Span, Text, text
from handlers import desk
from handlers.categories import CATEGORIES

SHOWN = 8
"""Weeks in the chart."""

MOST_SUBJECTS = 5

NOON = time(12)

SIX_DAYS = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Figures:
    """A team's last weeks, oldest first; what is open, and late, now; contested in the last two weeks; dates moved."""

    weeks: tuple[Week, ...]
    open: int
    late: int
    contested: tuple[int, int]
    moved: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.open and not any(week.decided or week.median for week in self.weeks)


def now(context: Context) -> None:
    """/chiffres: this week so far, beside the one before, for each team of an agent's that may be shown here.

    Administrators read, in private, those of all teams that have something to tell.
    """
    this_week = record.monday(context.now, context.city.rules.calendar)
    theirs = desk.teams_shown_here(context)
    for team in dict.fromkeys((*theirs, *_others(context))):
        figures = of(context, team, this_week)
        if figures.is_empty and team not in theirs:
            continue
        context.flush()  # Each team is a message of its own, with its chart.
        told = said(context, team, figures)
        context.say(*told.paragraphs)
        context.chart = told.chart


def _others(context: Context) -> Iterable[str]:
    is_private = context.incoming.room is Room.PRIVATE
    administers = is_private and context.city.roster.is_administrator(context.accounts)
    return context.city.settings.teams if administers else ()


def of(hand: Context | Tick, team: str, last: date) -> Figures:
    """Gather a team's figures of the week that begins on a Monday, and of those before it."""
    calendar, results = hand.city.rules.calendar, hand.uow.results
    begins = [record.begins(last + WEEK * week, calendar) for week in (1 - SHOWN, -1, 0, 1)]
    open_now, late = results.open_now(team, hand.now)
    subjects = [name for name, category in CATEGORIES.items() if category.team == team]
    return Figures(
        record.weeks(results.clocks(team, begins[0]), calendar, last, SHOWN, hand.now),
        open_now,
        late,
        (results.contested(subjects, begins[1], begins[2]), results.contested(subjects, begins[2], begins[3])),
        results.moved(team, begins[2], begins[3]),
    )


def said(hand: Context | Tick, team: str, figures: Figures) -> Say:
    """Write a team's figures: in words, and as a chart of the same."""
    before, week = figures.weeks[-2:]
    name = text(f"team-{team}")
    paragraphs = [
        text("week-title", team=name, first=_day(hand, week.first), last=_day(hand, week.first + SIX_DAYS)),
        _share(before, week),
        *_median(before, week),
        *_late(week),
        text("week-open", count=figures.open, late=figures.late),
        text("week-contested", count=figures.contested[1], before=figures.contested[0]),
    ]
    if figures.moved:
        paragraphs.append(text("week-moved", count=figures.moved))
    decided = [each for each in figures.weeks if each.decided]
    if not decided:
        return Say(tuple(paragraphs))
    paragraphs.append(_trend(figures.weeks))
    return Say(tuple(paragraphs), chart=_chart(hand, name, figures.weeks))


def _share(before: Week, week: Week) -> Text:
    return text(
        "week-share",
        decided=week.decided,
        kept=week.kept,
        share=week.share or 0,
        before=before.share or 0,
        compared="yes" if before.decided else "no",
    )


def _median(before: Week, week: Week) -> list[Text]:
    if week.median is None:
        return []
    return [
        text(
            "week-median",
            median=Span(int(week.median.total_seconds())),
            before=Span(int(before.median.total_seconds())) if before.median is not None else "",
            compared="no" if before.median is None else "yes",
        )
    ]


def _late(week: Week) -> list[Text]:
    if not week.late:
        return []
    shown = list(week.late.items())[:MOST_SUBJECTS]
    rest = sum(list(week.late.values())[MOST_SUBJECTS:])
    lines = [text("week-late-line", category=text(f"category-{name}"), count=count) for name, count in shown]
    more = [text("week-late-more", count=rest)] if rest else []
    return [text("week-late", count=week.broken), *lines, *more]


def _trend(weeks: tuple[Week, ...]) -> Text:
    """Say in words what the chart shows, for whoever does not see it."""
    shares = [f"{week.share} %" if week.share is not None else "–" for week in weeks]
    return text("week-trend", count=len(weeks), shares=", ".join(shares))


def _chart(hand: Context | Tick, team: Text, weeks: tuple[Week, ...]) -> Chart:
    return Chart(
        text("chart-title", team=team),
        tuple(Moment(_day(hand, week.first).at, "short") for week in weeks),
        tuple(week.kept for week in weeks),
        tuple(week.broken for week in weeks),
    )


def _day(hand: Context | Tick, day: date) -> Moment:
    return Moment(hand.city.rules.calendar.at(day, NOON), "day")
