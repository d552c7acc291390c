"""The test city: its teams, its council, a few associations."""

from collections.abc import Callable
from datetime import date

from bot.config import Settings
from bot.search.records import Association
from tests.fakes.platform import NAME

NO_FOLDER = "/dev/null/files"
"""Where nothing can be kept: whoever tests files names a folder of the test's own."""

TEAMS = ("street_lighting", "cleanliness", "roads", "social_action", "desk", "mediation")


def settings(address: Callable[[str], str] = lambda name: f"{NAME}:{name}", **sections: object) -> Settings:
    """Give the configuration: a room, two agents and a head a team, one council with a facilitator and three members.

    Args:
        address: gives the platform's address of a room or account by its name here.
        sections: more sections, or others in their place, as in the TOML file; an answer is not held back, unless
            they say so.
    """
    teams = {
        team: {
            "rooms": [address(f"team-{team}")],
            "agents": [address(f"agent-{team}"), address(f"nadia-{team}")],
            "heads": [address(f"head-{team}")],
        }
        for team in TEAMS
    }
    council = {
        "rooms": [address("council-conseil")],
        "facilitators": [address("léa")],
        "members": [address(name) for name in ("tom", "inès", "sami")],
    }
    base = {"teams": teams, "councils": {"conseil": council}, "files": {"folder": NO_FOLDER}, "promise": {}}
    promise = {"undo_within": "0s", **dict(sections.pop("promise", {}))}  # type: ignore[call-overload]  # As TOML.
    return Settings(**{**base, **sections, "promise": promise})  # type: ignore[arg-type]  # As TOML.


DIRECTORY = (
    Association("1", "Judo club de Planoise", purpose="Judo pour enfants et adultes", neighbourhood="Planoise"),
    Association("2", "Judo Besançon Battant", purpose="Judo, dojo de Battant", neighbourhood="Battant"),
    Association("3", "Dojo des Chaprais", purpose="Judo et ju-jitsu", neighbourhood="Chaprais"),
    Association("4", "Judo loisir Palente", purpose="Judo loisir pour tous", neighbourhood="Palente"),
    Association("5", "Judo ASPTT", purpose="Judo de compétition", neighbourhood="Saint-Claude"),
    Association(
        "6", "Chorale des Tilleroyes", purpose="Chant choral", neighbourhood="Tilleroyes", phone="03 81 00 00 00"
    ),
    Association("7", "Échecs bisontins", purpose="Jeu d'échecs", neighbourhood="Butte", updated_at=date(2025, 9, 1)),
    Association("8", "Vélo-club des Prés-de-Vaux", purpose="Cyclisme", neighbourhood="Centre", active=False),
)
