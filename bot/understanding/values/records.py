"""Values, what is found: frozen, with where it stands in the message and how sure the reading is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

NIGHTFALL = 24 * 60
"""Minutes of a whole day; as an end, midnight of that day."""

_DAY = timedelta(days=1)


class Certainty(StrEnum):
    """How sure it is that the words mean such a value at all."""

    SURE = "sure"
    LIKELY = "likely"
    """The words fit, but are used in other ways too ("le 12", "le samedi"): an answer to a question, no more."""


class Granularity(StrEnum):
    """How exact a date is."""

    SPAN = "span"
    DAY = "day"
    PART = "part"
    HOUR = "hour"


class Relation(StrEnum):
    """How something stands to the days: on them, since them, from them on, or until the last of them."""

    ON = "on"
    SINCE = "since"
    FROM = "from"
    UNTIL = "until"


class Prefer(StrEnum):
    """Which way to look from the present for a day whose year or week is not said."""

    FUTURE = "future"
    PAST = "past"


class Part(StrEnum):
    """A part of a day; the value of each is what a stored answer holds."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"
    DAY = "day"
    """All day."""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days on the calendar, the last one included."""

    first: date
    last: date

    @property
    def is_one(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Hours:
    """A time of day, or from one to another; in minutes on the clock, from 0 to 1440.

    Attributes:
        begins, ends: either may be missing ("jusqu'à 18 h"); a time alone has only `begins`. An end that is not after
            the begin is on the next day.
        open: "dès 14 h": from `begins` on.
        part: said instead of a time ("le matin"), or None.
    """

    begins: int | None = None
    ends: int | None = None
    open: bool = False
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class FoundHours:
    """Hours in a message; `readings` are several where the words leave open which ("de 2 à 6")."""

    start: int
    end: int
    readings: tuple[Hours, ...]
    certainty: Certainty = Certainty.SURE


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a message.

    Attributes:
        start, end: where it stands, in characters.
        readings: what it can be, the likeliest first; none for a day that does not exist.
        relation: how it stands to these days.
        hours: said together with it ("samedi de 14 h à 18 h"), or None.
    """

    start: int
    end: int
    readings: tuple[Days, ...]
    relation: Relation = Relation.ON
    hours: FoundHours | None = None
    certainty: Certainty = Certainty.SURE

    @property
    def granularity(self) -> Granularity:
        """How exact it is."""
        if self.hours is not None:
            return Granularity.PART if self.hours.readings[0].part else Granularity.HOUR
        return Granularity.DAY if self.readings and self.readings[0].is_one else Granularity.SPAN


@dataclass(frozen=True, slots=True)
class Age:
    """An age, or when somebody was born; `born` is a year ("2017"), a month ("2017-05") or a day."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    born: str = ""


@dataclass(frozen=True, slots=True)
class FoundAge:
    """An age in a message."""

    start: int
    end: int
    age: Age
    certainty: Certainty = Certainty.SURE


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount of money in a message, in cents of a currency (ISO 4217)."""

    start: int
    end: int
    cents: int
    currency: str = "EUR"


def moment(day: date, minutes: int, zone: tzinfo, *, last: bool = False) -> datetime:
    """Give the moment at which a clock of the zone shows a time, aware, in UTC.

    An hour that spring skips is read an hour later; of one that autumn repeats, the first is meant, or the `last`
    (the end of something).
    """
    wall = datetime.combine(day, time(), zone) + timedelta(minutes=minutes)
    first = wall.replace(fold=0).astimezone(UTC)
    return max(first, wall.replace(fold=1).astimezone(UTC)) if last else first


def moments(days: Days, hours: Hours | None, zone: tzinfo) -> tuple[datetime, datetime]:
    """Give when something on such days begins, and when it is over at the latest; aware, in UTC."""
    begins, ends = 0, NIGHTFALL
    if hours is not None and hours.part is None:
        begins = hours.begins or 0
        ends = hours.ends if hours.ends is not None else NIGHTFALL if hours.open else begins
    over_midnight = hours is not None and hours.begins is not None and hours.ends is not None and ends <= begins
    last = days.last + _DAY if over_midnight and days.last < date.max else days.last
    return moment(days.first, begins, zone), moment(last, ends, zone, last=True)
