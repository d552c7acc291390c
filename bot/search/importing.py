"""Searching: reads a file of associations, from the national register (RNA) or from a city, into records.

Columns are found by their names, never by their rank: the register has changed its columns several times. Nothing is
taken that is not for the public: neither the management address (often an officer's home), nor the declarant, nor the
civility of the officer; of a register's seat, which is often a home too, the street without its number; of the old
register files, neither telephone nor e-mail, which were never meant for publication.
(Formats: documentation of the "Répertoire national des associations" on data.gouv.fr; etalab/rna_as_api.)
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from bot.search.records import Association
from bot.search.rows import Reason, Refused, rows_of
from bot.search.text import fold

# What a column may be called, in folded letters and digits only; the first name present in a file is read.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "idrna", "rna", "numerorna", "identifiant", "numero", "code", "waldec", "idassociation", "number"),
    "name": (
        "titre",
        "nom",
        "name",
        "title",
        "association",
        "nomdelassociation",
        "intitule",
        "denomination",
        "libelle",
    ),
    "short_name": ("titrecourt", "sigle", "acronyme", "shortname", "acronym", "nomcourt"),
    "purpose": (
        "objet",
        "purpose",
        "description",
        "but",
        "activites",
        "activite",
        "activities",
        "presentation",
        "object",
    ),
    "theme": ("theme", "thematique", "domaine", "categorie", "category", "rubrique", "topic"),
    "code1": ("objetsocial1", "codeobjet", "objetsocial", "categorycode"),
    "code2": ("objetsocial2",),
    "neighbourhood": ("quartier", "neighbourhood", "neighborhood", "district", "secteur"),
    "place": ("lieuactivite", "lieu", "lieudactivite", "salle", "place", "venue", "lieux", "equipement"),
    "street": ("adresse", "rue", "address", "street", "voie", "adresse1"),
    "city": ("adrslibcommune", "libcom", "ville", "commune", "city", "town"),
    "website": ("siteweb", "site", "website", "web", "url", "siteinternet"),
    "publish_website": ("publiweb",),
    "email": ("contactemail", "email", "courriel", "mail", "adressemail", "adresseemail", "contact"),
    "phone": ("contacttel", "telephone", "tel", "phone", "numerodetelephone", "portable"),
    "updated": ("majtime", "miseajour", "maj", "updated", "updatedat", "datemaj", "datedemiseajour", "lastupdate"),
    "position": ("position",),
    "dissolved": ("datedisso", "datedissolution"),
    "active": ("active", "actif"),
    "insee": ("adrscodeinsee", "codeinsee", "insee"),
    "postcode": ("adrscodepostal", "codepostal", "cp", "postcode", "zip"),
    "street_kind": ("adrstypevoie",),
    "street_name": ("adrslibvoie",),
    "building": ("adrscomplement",),
    "import_street": ("adr1",),
}
_REGISTER = frozenset({"objetsocial1", "dircivilite", "adrscodeinsee"})
"""A file with one of these columns is the national register's."""

_CITY_CONTACTS = ("contactemail", "contacttel")
"""The only contacts that are read from a file in the register's form: a city's own columns beside it."""

_KINDS = {
    "all": "allée", "av": "avenue", "bd": "boulevard", "bld": "boulevard", "che": "chemin", "chem": "chemin",
    "crs": "cours", "fg": "faubourg", "imp": "impasse", "lot": "lotissement", "pass": "passage", "pas": "passage",
    "pl": "place", "prom": "promenade", "qu": "quai", "res": "résidence", "rle": "ruelle", "rpt": "rond-point",
    "rte": "route", "sq": "square", "sen": "sentier", "sent": "sentier", "vc": "voie communale", "r": "rue",
}  # fmt: skip
_HOME = re.compile(r"^(chez|m|mr|mme|mlle|monsieur|madame|appt?|appartement|app|bat|batiment|esc|etage|porte|bp|cs)\b")
_FIXED_WIDTH = re.compile(r"^\d*\s*(?:bis|ter|quater|[A-Z](?=\s))?\s*", re.IGNORECASE)
_EMPTY = frozenset({"", "_", "-", "0001-01-01", "0001-01-01 00:00:00", "null", "none"})
_NO = frozenset({"0", "non", "no", "n", "false", "faux", "d", "dissoute"})


def read_associations(data: bytes, communes: Collection[str] = ()) -> Iterator[Association | Refused]:
    """Read a file of associations: RNA "waldec" (39 or 41 columns), RNA "import", or any CSV with a header.

    Args:
        data: the file; UTF-8 with or without a byte-order mark, Windows-1252 or Latin-1, even mixed; fields separated
            by ``;``, ``,`` or tabs; quotes doubled inside quoted fields, which may hold line breaks.
        communes: INSEE or postal codes to take (Besançon: 25056, 25000; the "import" file may lack the first); what has
            neither is refused. Empty: take all.

    Yields:
        An `Association` (dissolved ones too, not active) or a `Refused`, in the order of the file. An entry that was
        taken over into another file ("R") is refused as `TAKEN_OVER`, so that it is not there twice; of two entries
        with one identifier the last is taken, and the one before is refused as `REPEATED`.
    """
    rows = rows_of(data)
    line, header = next(rows, (1, Reason.NO_NAME_COLUMN))
    if isinstance(header, Reason):
        yield Refused(line, header)
        return
    columns = _Columns.of(header)
    if "name" not in columns.ranks:
        yield Refused(line, Reason.NO_NAME_COLUMN)
        return
    found: list[Association | Refused] = []
    places: dict[str, tuple[int, int]] = {}
    for line, row in rows:
        read = row if isinstance(row, Reason) else columns.read(row, communes)
        if isinstance(read, Reason):
            found.append(Refused(line, read))
            continue
        if read.id in places:
            place, earlier = places[read.id]
            found[place] = Refused(earlier, Reason.REPEATED)
        places[read.id] = len(found), line
        found.append(read)
    yield from found


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each column is in a file, and whether the file is the register's."""

    ranks: Mapping[str, int]
    register: bool

    @classmethod
    def of(cls, header: Sequence[str]) -> "_Columns":
        named = {re.sub(r"[^a-z0-9]", "", fold(name)): rank for rank, name in reversed(list(enumerate(header)))}
        register = not _REGISTER.isdisjoint(named)
        ranks = {}
        for column, names in _COLUMNS.items():
            only = _CITY_CONTACTS if register and column in ("email", "phone") else names
            rank = next((named[name] for name in names if name in named and name in only), None)
            if rank is not None:
                ranks[column] = rank
        return cls(ranks, register)

    def read(self, row: Sequence[str], communes: Collection[str]) -> Association | Reason:
        """Read one record of the right number of fields."""

        def field(column: str) -> str:
            rank = self.ranks.get(column)
            return _clean(row[rank]) if rank is not None else ""

        if communes and field("insee") not in communes and field("postcode") not in communes:
            return Reason.ELSEWHERE
        position = field("position").upper()
        if position == "R":
            return Reason.TAKEN_OVER
        name = field("name").lstrip("\\")
        if not name:
            return Reason.NO_NAME
        number = field("id")
        if not number and self.register:
            return Reason.NO_ID
        published = "publish_website" not in self.ranks or field("publish_website") == "1"
        return Association(
            id=number or f"C{crc32(fold(name + field('city')).encode()):08x}",
            name=name,
            short_name=field("short_name"),
            purpose=field("purpose"),
            theme=field("theme"),
            category_codes=tuple(code for code in (field("code1"), field("code2")) if code.strip("0")),
            neighbourhood=field("neighbourhood"),
            place=field("place") or _building(field("building")),
            street=_street(field("street_kind"), field("street_name"), field("import_street"))
            if self.register
            else field("street"),
            city=field("city").title() if field("city").isupper() else field("city"),
            website=field("website") if published else "",
            email=field("email") if "@" in field("email") else "",
            phone=field("phone"),
            updated_at=_day(field("updated")),
            active=_is_active(position, field("dissolved"), field("active")),
        )


def _clean(field: str) -> str:
    text = re.sub(r"\s+", " ", field).strip()
    return "" if text.lower() in _EMPTY else text


def _is_active(position: str, dissolved: str, active: str) -> bool:
    if position:
        return position == "A"
    return _day(dissolved) is None and active.lower() not in _NO


def _street(kind: str, name: str, fixed: str) -> str:
    """Give the street of a seat without its number; the "import" file has both in one field of fixed width."""
    if fixed:
        kind, _, name = _FIXED_WIDTH.sub("", fixed).partition(" ")
    if not name:
        return ""
    return f"{_KINDS.get(fold(kind).strip('.'), kind.lower())} {name.strip()}"


def _building(complement: str) -> str:
    return "" if _HOME.match(fold(complement)) else complement


def _day(written: str) -> date | None:
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", written):
        year, month, day = map(int, found.groups())
    elif found := re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", written):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day) if year > 1 else None
    except ValueError:
        return None
