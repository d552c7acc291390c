"""Values: the dates, hours, ages, phone numbers and amounts that a message tells, in eight languages. Pure.

`tokens.py` turns a message into a line of letters, one a word, by the language files (`locales/<lang>/values.toml`);
`dates.py`, `hours.py`, `ages.py` and `amounts.py` read that line, so that a grammar serves all languages. Months and
weekdays come from Unicode's CLDR (babel), phone numbers are checked by Google's numbering plans (phonenumbers).
What is not clear is said to be so: a value has one reading, or several to choose from, or none (31 November).
"""

from bot.understanding.values.ages import read_ages
from bot.understanding.values.amounts import read_amounts
from bot.understanding.values.dates import read_dates
from bot.understanding.values.hours import read_hours
from bot.understanding.values.phones import FoundPhone, read_phones, shown_phone
from bot.understanding.values.records import (
    Age,
    Certainty,
    Days,
    FoundAge,
    FoundAmount,
    FoundDate,
    FoundHours,
    Granularity,
    Hours,
    Part,
    Prefer,
    Relation,
)

__all__ = [
    "Age",
    "Certainty",
    "Days",
    "FoundAge",
    "FoundAmount",
    "FoundDate",
    "FoundHours",
    "FoundPhone",
    "Granularity",
    "Hours",
    "Part",
    "Prefer",
    "Relation",
    "read_ages",
    "read_amounts",
    "read_dates",
    "read_hours",
    "read_phones",
    "shown_phone",
]
