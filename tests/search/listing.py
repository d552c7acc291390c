"""A small directory for the tests of the search; all of it is invented."""

from bot.search.records import Association

BATTANT = "Battant"
BUTTE = "Butte - Grette"
CENTRE = "Centre - Chapelle des Buis"
CHAPRAIS = "Chaprais - Cras"
PLANOISE = "Planoise - Châteaufarine"
ROSEMONT = "Saint-Ferjeux - Rosemont"
VELOTTE = "Velotte"


def _one(number: int, name: str, purpose: str, neighbourhood: str, code: str = "", short_name: str = "") -> Association:
    return Association(
        f"A{number:02}", name, short_name, purpose, category_codes=(code,) if code else (), neighbourhood=neighbourhood
    )


ACTIVE = (
    _one(1, "JUDO CLUB DES TILLEULS", "Judo pour les enfants de 6 à 12 ans ; cours le mercredi", PLANOISE, "011140"),
    _one(2, "JUDO DE BOURGOGNE", "Judo pour adultes de 18 à 99 ans ; cours le lundi", PLANOISE, "011140"),
    _one(3, "JUDO BATTANT", "Judo loisir", BATTANT, "011140"),
    _one(4, "LE FOU DU ROI COMTOIS", "Jouer aux échecs", CENTRE, "007005", "FRC"),
    _one(5, "CHORALE LES VOIX DE LA BOUCLE", "Chanter ensemble sans audition", CENTRE, "006030"),
    _one(6, "LES MAILLES DE VELOTTE", "Tricot et crochet entre voisins", VELOTTE, "006090"),
    _one(7, "ASSOCIATION SPORTIVE DES POSTES ET TÉLÉCOMMUNICATIONS (A.S.P.T.)", "Omnisports", BUTTE),
    _one(8, "LES AMIS DE LA MARCHE", "Randonnée pédestre le dimanche", CHAPRAIS, "011115"),
    _one(9, "LE COUP D'AVIRON", "Aviron sur le Doubs", BUTTE, "011025"),
    _one(10, "BADMINTON DE LA GRETTE", "Badminton en loisir", BUTTE, "011030"),
    _one(11, "SECOURS DES QUATRE CHEMINS", "Aide alimentaire aux familles", ROSEMONT, "020010"),
    _one(12, "TENNIS DE ROSEMONT", "Tennis pour tous", ROSEMONT, "011165"),
    _one(13, "TENNIS DU CENTRE", "Tennis pour tous", CENTRE, "011165"),
    _one(14, "RENDEZ-VOUS PARENTHÈSE", "Café des parents", CHAPRAIS),
    _one(15, "BASCULE", "Culture", CENTRE),
    _one(16, "LA BASCULE", "Pesées publiques", CHAPRAIS),
    _one(17, "ACTION POUR LA RENCONTRE ET LE THÉ", "Accueil", VELOTTE, "", "A.R.T."),
    _one(18, "ART", "Dessin", CENTRE, "006020"),
    _one(19, "YOGA DES TROIS RIVES", "Hatha yoga, cours le mardi", CENTRE, "011105"),
)
GONE = Association(
    "D01", "LES AMIS DU FUNICULAIRE", purpose="Sauver le funiculaire", neighbourhood="Bregille", active=False
)
GONE_TWIN = Association("D02", "TENNIS DU CENTRE", purpose="L'ancien club", neighbourhood=CENTRE, active=False)
LISTING = (*ACTIVE, GONE, GONE_TWIN)
