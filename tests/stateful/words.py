"""What people say to the bot: ordinary things, and everything that a chat window lets through."""

from tests.fakes.understander import FakeUnderstander


class Long(str):
    """A text that reports of failures show shortened."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Show the beginning and how much there is."""
        return f"<{self[:20]}… {len(self)} characters>"


LAMP = "Lampadaire éteint rue Battant"
BROKEN = "casse-toi en morceaux"
"""The handler of this one raises on purpose."""

TAUGHT = {
    LAMP: "category street_lighting",
    "Matelas sur le trottoir": "category cleanliness",
    "Un trou rue victor": "category roads",
    "Graffiti à Thise": "category cleanliness",
    "Nid-de-poule devant le 12 rue de Vesoul": "category roads",
    "Je n'ai plus rien pour manger": "category social_aid",
    "Une dalle bouge devant la mairie": "ask roads cleanliness accessibility",
    "Je voudrais une carte d'identité": "category identity_papers",
    "Il y a le feu dans la cage d'escalier": "danger fire",
    "Un fil électrique pend rue Battant": "category street_lighting,danger fire",
    "There is no light in my street at all": "category street_lighting,lang en",
    "lampadaire éteint rue Battant et aussi un tas d'ordures": (
        "unknown,several street_lighting=lampadaire éteint rue Battant + illegal_dumping=un tas d'ordures"
    ),
    "plus rien à manger et un trou rue victor": (
        "ask roads,several social_aid=plus rien à manger + roads=un trou rue victor"
    ),
    "je cherche un club de judo": "intent find_association",
    "où en est ma demande": "intent check_status",
    "bonjour": "intent greeting",
    "merci beaucoup": "intent thanks",
    "je veux parler à quelqu'un de la mairie": "intent talk_to_human",
    "j'abandonne": "intent cancel",
    "effacez tout ce que vous savez de moi": "intent delete_my_data",
    "vous êtes tous des nuls": "intent abuse",
    "quel temps fera-t-il demain": "intent out_of_scope",
    BROKEN: "intent broken",
    '<b>rue</b> *Battant* [ici](http://x) & "là"': "category street_lighting",
    "\u202eerèimul al ed sulp a y\u202c": "category street_lighting",
    "لا يوجد ضوء في شارعنا": "ask street_lighting roads",
    Long("lampadaire " * 900): "category street_lighting",
}

OTHER = (
    "12 rue Battant",
    "rue victor",
    "rue de la Liberté à Thise",
    Long("x" * 10_000),
    "",
    "   ",
    "👍",
    "🔥🔥🔥",
    "...",
    "*",
    "\x00\x07",
    "oui",
    "non",
    "ok",
    "1",
    "2",
    "3.",
    "99",
    "-",
    "retour",
    "corriger",
    "corriger le lieu",
    "annuler",
    "passer",
    "aide",
    "suivi",
    "reprendre",
    "une personne",
    "bla bli blou",
    "BES-TV2-2PX",
    "BES-000-00C",
    "/start",
    "/aide",
    "/suivi",
    "/suivi BES-000-00C",
    "/demande Un arbre menace de tomber",
    "/demande",
    "/langue en",
    "/langue",
    "/mesdonnees",
    "/annuler",
    "/retour",
    "/humain",
    "/contester",
    "/agent ABC",
    "/file",
    "/prendre 1",
    "/inconnu",
    "!aide",
    "/",
    "//",
)

AGENTS_SAY = (
    "C'est réparé.",
    "// à revoir lundi",
    "//",
    "annuler",
    "retour",
    "bonjour",
    "2",
    "12",
    "",
    "👍",
    Long("x" * 5_000),
)

AGENTS_WORK = (
    "/prendre {n}",
    "/repondre {n} C'est réparé.",
    "/demander {n} Devant quel numéro ?",
    "/demander {n} De quelle couleur ?",
    "/clore {n} solved",
    "/clore {n} refused Ce n'est pas prévu cette année.",
    "/reorienter {n} roads",
)
AGENTS_TRY = (
    "/repondre {n}",
    "/demander {n}",
    "/clore {n} refused",
    "/clore {n}",
    "/note {n} vu sur place",
    "/reorienter {n} social_aid",
    "/reorienter {n}",
    "/voir {n}",
    "/chercher {n}",
    "/chercher lampadaire",
    "/file",
    "/prendre",
    "/prendre BES-000-00C",
    "/repondre 999 Bonjour",
    "/aide",
    "/sondage Qui ? | A | B",
)


def teach(understander: FakeUnderstander) -> None:
    """Teach what each text means; the others are not understood."""
    for words, meaning in TAUGHT.items():
        understander.teach(words, meaning)
