"""Searching: one association as the directory holds it, whatever file it came from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Association:
    """One association; what is not known is an empty string.

    Attributes:
        id: its number in the national register, or the one given by the file.
        name, short_name: its title and its acronym.
        purpose: what it says it does, in its own words.
        theme: the heading that a city's directory puts it under.
        category_codes: codes of the national nomenclature of purposes, six digits, without the empty ones.
        neighbourhood: one of the city's official ones.
        place: where its activities are (a hall, a school); street: the street of its seat.
        city, website, email, phone: as they may be published.
        updated_at: the day its entry last changed, which tells how fresh it is.
        active: False once it is dissolved: never proposed, but recognised when somebody asks for it.
    """

    id: str
    name: str
    short_name: str = ""
    purpose: str = ""
    theme: str = ""
    category_codes: tuple[str, ...] = ()
    neighbourhood: str = ""
    place: str = ""
    street: str = ""
    city: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    updated_at: date | None = None
    active: bool = True
