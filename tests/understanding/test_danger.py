"""What is a danger to life, and what only sounds like one."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.understanding import danger, ideas
from bot.understanding.danger import MOST_PARTS, PART_WORDS, Dangers, Emergency, Message, parts, read_model
from bot.understanding.embedding import SentenceEncoder
from bot.understanding.features import Cleaned, clean, grams, shorthand
from bot.understanding.ideas import DangerError
from bot.understanding.model import ModelError

Seek = Callable[[str], Emergency | None]

DANGERS = {
    Emergency.FIRE: [
        "Il y a le feu dans la cave de l'immeuble, 12 rue de Vesoul !",
        "au feu !!!",
        "y a le feu chez mon voisin du dessus",
        "ya une voiture qui brule rue de dole",
        "Une poubelle en feu juste sous mes fenêtres, les flammes montent",
        "Je vois de la fumée qui sort du toit de l'école",
        "La cuisine a pris feu aidez moi",
        "De la fumée noire sort de la fenêtre du troisième étage",
        "Des jeunes sont en train de mettre le feu aux conteneurs place Cassin",
        "ca sent le brulé dans la cage d'escalier et ca pique les yeux",
        "Début d'incendie au local poubelles, 4 avenue de Bourgogne",
        "There is a fire in my building",
        "A car is burning outside the station",
    ],
    Emergency.GAS: [
        "Ça sent le gaz dans le couloir depuis hier soir",
        "forte odeur de gaz rue battant",
        "jcroi kil ya une fuite de gaz ds la rue sa pu",
        "Une pelleteuse vient de percer le tuyau, le gaz s'échappe",
        "ca sent tres fort le gaz chez ma mere",
        "Mon détecteur de monoxyde sonne sans arrêt",
        "I can smell gas in the stairwell",
    ],
    Emergency.MEDICAL: [
        "Ma mère est tombée et n'arrive plus à se relever",
        "Un homme est allongé par terre devant la gare, il ne bouge plus",
        "mon pere ne respire plus vite",
        "quelqu un a fait un malaise place de la Révolution",
        "Il a perdu connaissance",
        "ma voisine fait un AVC je crois",
        "Une cycliste vient de se faire renverser par une voiture quai Vauban",
        "Accident rue de Belfort, il y a deux blessés",
        "mon fils a avalé de la javel",
        "Elle saigne beaucoup de la tête",
        "Le monsieur du 3e est inconscient dans l'escalier",
        "J'ai très mal à la poitrine et au bras gauche",
        "appelez une ambulance svp",
        "my neighbour collapsed and is not breathing",
    ],
    Emergency.SUICIDE: [
        "J'ai envie de mourir",
        "jveu en finir avec la vie",
        "Je n'ai plus envie de vivre",
        "mon frère menace de se jeter du pont Battant",
        "ma copine veut se suicider je fais quoi",
        "J'ai des idées noires tous les soirs",
        "je serais mieux morte",
        "je vais me pendre",
        "I want to kill myself",
    ],
    Emergency.CHILD: [
        "Mon père me frappe quand il a bu",
        "Les voisins frappent leurs enfants tous les soirs, on les entend pleurer",
        "Un bébé est enfermé dans une voiture en plein soleil parking Chamars",
        "ma fille n'est pas rentrée de l'école",
        "Mon fils a disparu depuis ce midi",
        "il y a une petite fille toute seule dans la rue en pyjama",
        "Je pense que l'enfant du dessus est maltraité",
        "l'animateur a frappé mon fils",
        "There is a child left alone in a car",
    ],
    Emergency.VIOLENCE: [
        "Mon mari me frappe, je me suis enfermée dans la salle de bain",
        "mon ex ma menacé de mort",
        "Un homme avec un couteau menace les gens au tram",
        "Quelqu'un se fait agresser en bas de chez moi",
        "J'entends une femme crier au secours chez les voisins",
        "il veut me tuer",
        "on essaie de forcer ma porte là maintenant",
        "jai peur de mon compagnon",
        "Il y a une bagarre au couteau devant le bar",
        "Je subis des violences conjugales",
        "mon copain ma frappée hier soir",
        "Un type me suit dans la rue",
        "my husband is beating me",
    ],
    Emergency.HAZARD: [
        "Un câble électrique est tombé sur le trottoir rue de Vesoul",
        "il y a des fils denudes qui sortent du lampadaire, des gosses jouent a cote",
        "Le mur de l'ancienne usine est en train de s'écrouler dans la rue",
        "Quelqu'un est tombé dans le Doubs",
        "Un arbre est tombé sur une voiture avec des gens dedans",
        "La façade menace de s'effondrer sur les passants",
        "J'ai pris le jus en touchant le poteau",
        "Je suis coincé dans l'ascenseur du 8 rue de Savoie",
        "J'ai trouvé un obus dans mon jardin",
        "A power line is down on the pavement",
    ],
    Emergency.HOMELESS: [
        "Un monsieur dort dehors sous le porche de l'église, il gèle",
        "Je ne sais pas où dormir ce soir avec mes deux enfants",
        "on est a la rue depuis ce matin",
        "jai nul part ou dormir",
        "Une dame dort dans sa voiture sur le parking avec son bébé",
        "Ma famille et moi passons la nuit dans la rue",
        "Il y a un sans-abri qui grelotte de froid ce soir devant la poste",
        "I have nowhere to sleep tonight",
    ],
}

LOOK_ALIKES = [
    "Je vais exploser si on me renvoie encore un formulaire",
    "Ma chaudière a rendu l'âme et le bailleur ne répond pas",
    "Une ambiance de feu à la fête du quartier, bravo !",
    "À quelle heure sont les feux d'artifice du 14 juillet ?",
    "Le feu tricolore du boulevard est en panne",
    "Le feu rouge dure trois minutes, c'est interminable",
    "Le feu piéton ne passe jamais au vert",
    "Au feu, tourner à gauche devient impossible",
    "y a un feu qui clignote rue de Dole depuis hier",
    "Les voitures grillent le feu devant l'école",
    "Les gens passent au feu rouge comme si de rien n'était",
    "Il avait toujours dit qu'il voulait passer au feu",
    "Il n'y a pas le feu au lac, mais j'aimerais une réponse",
    "L'alarme incendie de l'école sonne pour rien",
    "Quand a lieu l'exercice incendie à la crèche ?",
    "Suite à l'incendie de mon immeuble le mois dernier, je cherche un relogement",
    "La poubelle brûlée est toujours là depuis trois semaines",
    "Une carcasse de voiture brûlée traîne rue Brûlard",
    "Le calendrier des pompiers, où l'acheter ?",
    "Comment devenir pompier volontaire ?",
    "Où est le bal des pompiers ?",
    "Un spectacle de feu au parc Micaud, c'est quand ?",
    "Le soleil brûle dans la cour de l'école, il faut de l'ombre",
    "Mon voisin fait des barbecues et la fumée entre chez moi",
    "Ma facture d'eau a explosé",
    "Le loyer explose, que faire ?",
    "Explosion des rats dans le quartier",
    "Ma facture de gaz de ville est trop élevée",
    "Pour le compteur de gaz, c'est vous ?",
    "Les gaz d'échappement devant l'école, c'est insupportable",
    "C'est une usine à gaz votre site",
    "Quand se terminent les travaux sur la fuite de gaz rue de Vesoul ?",
    "Le camion démarre plein gaz à 5 h du matin",
    "Des bonbonnes de protoxyde d'azote traînent au skatepark",
    "Mort de rire votre réponse",
    "Je suis mort de fatigue avec ce bruit",
    "On meurt de chaud dans la classe de mon fils",
    "On meurt d'ennui à Besançon le dimanche",
    "Que faire pour tuer le temps samedi ?",
    "Vous allez tuer les commerces du centre",
    "Un arbre mort rue des Cras, à abattre",
    "Les feuilles mortes rendent le trottoir glissant",
    "L'angle mort du carrefour est dangereux",
    "Acte de décès de ma mère morte en 2011",
    "Le chat est coincé dans l'arbre depuis hier",
    "Un renardeau coincé dans une cour, rue Battant",
    "Un pigeon mort devant ma porte",
    "Mon chien a disparu, il est pucé",
    "Un hérisson blessé dans mon jardin, que faire ?",
    "Mon fils a perdu son doudou au parc",
    "Ma fille est seule de sa classe à ne pas avoir de place à la cantine",
    "Le chien du voisin reste seul dehors toute la journée",
    "La voiture ne bouge plus depuis trois mois",
    "Une épave dort sur le parking depuis janvier",
    "Impossible de dormir avec le bruit dans la rue",
    "Je ne peux plus dormir à cause des bars",
    "La fête de la rue, on peut dormir sous tente ?",
    "On voudrait fermer la rue dimanche pour les enfants",
    "Ce qui me frappe, c'est la saleté des rues",
    "Il me tape sur les nerfs votre robot",
    "Un coup de main pour remplir le dossier ?",
    "Donnez un coup de balai rue Battant",
    "J'ai eu un coup de fil de la mairie, c'était quoi ?",
    "Je cherche un club de boxe pour ma fille",
    "Je me bats depuis six mois pour une place en crèche",
    "Les chats se battent toute la nuit sous ma fenêtre",
    "Conférence sur la prévention du suicide : où et quand ?",
    "C'est du suicide de traverser ce boulevard à vélo",
    "Un carrefour suicidaire pour les cyclistes",
    "J'aimerais en finir avec ce dossier",
    "Je vais me tuer sur ce trottoir un jour",
    "J'ai failli me faire renverser par une voiture rue de Dole",
    "Ma fille s'est fait renverser l'année dernière, il faut un ralentisseur",
    "Un enfant va finir par se faire renverser ici",
    "Les conducteurs inconscients roulent à 80 devant l'école",
    "C'est inconscient de laisser ce trou ouvert",
    "On ne respire plus avec ces poubelles",
    "La mairie ne répond plus au téléphone",
    "Une formation aux premiers secours, c'est possible ?",
    "Le Secours populaire cherche des bénévoles ?",
    "Des voitures gênent le passage des ambulances",
    "J'accouche en mai, comment inscrire mon enfant en crèche ?",
    "Ma mère a fait un AVC l'an dernier, a-t-elle droit à une carte de stationnement ?",
    "Où aiguiser mes couteaux ?",
    "Est-ce que les bains de bombe sont interdits à la piscine ?",
    "Des bombes de peinture traînent au pied du tag",
    "Je pète un câble avec vos formulaires",
    "L'ascenseur de l'immeuble est en panne depuis lundi",
    "Les lampadaires clignotent rue Mégevand",
    "Le lampadaire est éteint, on n'y voit rien",
    "L'éclairage brûle en plein jour avenue Fontaine",
    "Un arbre est tombé dans le parc",
    "Le balcon de mon logement est fissuré, le propriétaire ne fait rien",
    "La fontaine ne coule plus et l'eau est croupie",
    "Association contre les violences conjugales, je voudrais être bénévole",
    "Gala de boxe samedi, y aura de la bagarre ?",
    "Vous violez le règlement avec cette réponse",
    "Le projet est tombé à l'eau",
    "J'ai raté la fête, un bon feu de camp quand même",
    "Comment demander un logement social ?",
    "Je serai à la retraite en mars, quelles aides ?",
    "Fire up the grill, when is the street party?",
    "The fireworks kept us awake",
    "My gas bill is too high",
    "I'm dying to know when the pool opens",
    "The bus driver nearly killed me with that braking",
]


@pytest.fixture(scope="module")
def seek() -> Seek:
    """Look for danger in one message, as the shipped model does."""
    encoder, spellings = SentenceEncoder(), shorthand()
    dangers = Dangers(read_model(), ideas.read(), spellings)

    def sought(text: str) -> Emergency | None:
        cleaned = clean(text, spellings)
        return dangers.find([Message(text, cleaned, grams(cleaned), encoder.encode([cleaned])[0])])[0]

    return sought


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in DANGERS.items() for text in texts])
def test_a_danger_is_recognised(seek: Seek, kind: Emergency, text: str) -> None:
    assert seek(text) is kind


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_look_alike_is_left_alone(seek: Seek, text: str) -> None:
    assert seek(text) is None


@pytest.mark.parametrize(
    ("danger_told", "repair"),
    [
        ("je suis tombée, je ne peux plus bouger", "trottoir défoncé, je suis tombée"),
        ("un homme me suit", "un homme me suit sur votre compte en ligne, comment le bloquer ?"),
        ("le chien est en train d'attaquer un enfant", "le chien du 5 a mordu mon fils la semaine dernière"),
        (
            "la branche est tombée sur quelqu'un",
            "une grosse branche est tombée pendant l'orage, elle barre l'allée, il n'y avait personne",
        ),
        ("adieu, pardonnez-moi", "adieu les arbres de ma rue"),
        ("adieu mes enfants, je vous aime", "adieu"),
        ("on dort sous la voie rapide avec ma fille", "sous la voie rapide"),
        ("il s'est coupé avec du verre, ça gicle", "du verre sur l'aire de jeux, une petite s'est coupé le doigt"),
        ("une voiture vient de renverser une dame", "une voiture a failli me renverser au passage piéton"),
        ("mon voisin veut me tuer, il est devant ma porte", "mon voisin me tue avec sa musique"),
        ("on étouffe, ma fille a les lèvres bleues", "on étouffe dans ce bus"),
        ("je vais craquer, je veux mourir", "je vais craquer avec ce bruit"),
        ("un motard ne respire plus au carrefour", "c'est la mort ce carrefour"),
        ("chute sur le verglas, elle ne se relève pas", "trottoir verglacé, j'ai glissé ce matin, du sel svp"),
        ("I fell and I can't feel my legs", "broken pavement, I tripped and grazed my knee"),
        ("a man is following me", "someone keeps following me on your page"),
        ("the branch came down on somebody", "a branch came down in the park, nobody was there"),
        ("goodbye, forgive me", "goodbye lovely trees"),
        ("a car has just hit a lady on the crossing", "a car nearly hit me at the crossing"),
    ],
)
def test_a_report_of_what_hurt_somebody_is_no_call_for_help(seek: Seek, danger_told: str, repair: str) -> None:
    assert seek(danger_told) is not None
    assert seek(repair) is None


def test_every_kind_has_examples() -> None:
    assert set(DANGERS) == set(Emergency)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Emergency.FIRE, "Es brennt in meiner Küche"),
        (Emergency.GAS, "Huele a gas en la escalera"),
        (Emergency.MEDICAL, "Mio padre non respira più"),
        (Emergency.SUICIDE, "Quero morrer"),
        (Emergency.HOMELESS, "Bu gece uyuyacak yerim yok"),
        (Emergency.FIRE, "هناك حريق في بيتي"),
    ],
)
def test_a_danger_is_recognised_in_the_other_languages(seek: Seek, kind: Emergency, text: str) -> None:
    assert seek(text) is kind


def test_a_french_street_does_not_hide_english(seek: Seek) -> None:
    assert seek("GAS LEAK AT 7 RUE DES GRANGES") is Emergency.GAS


def test_the_most_pressing_danger_is_the_one_reported(seek: Seek) -> None:
    assert seek("Il y a une bagarre au couteau. Et la voiture est en feu.") is Emergency.FIRE


def test_a_danger_is_found_in_the_middle_of_a_story(seek: Seek) -> None:
    before = "Bonjour, je vous écris au sujet de mon inscription à la cantine, dont je n'ai pas de nouvelles."
    after = "Pourriez-vous aussi me dire à quelle heure ferme la piscine ? Je vous remercie d'avance."
    assert seek(f"{before} {after}") is None
    assert seek(f"{before} Il y a le feu dans la cuisine ! {after}") is Emergency.FIRE


def test_capitals_accents_and_apostrophes_do_not_matter(seek: Seek) -> None:
    assert seek("FORTE ODEUR DE GAZ À L’ENTRÉE") is Emergency.GAS


@pytest.mark.parametrize("text", ["", " ", "\n", "?!", "😀", "\u0000"])
def test_a_message_without_words_tells_of_no_danger(seek: Seek, text: str) -> None:
    assert seek(text) is None


def test_a_message_is_read_by_sentences_and_a_long_one_in_pieces() -> None:
    assert parts("Au feu ! Vite.\nMerci") == ["Au feu !", "Vite.", "Merci"]
    words = [str(number) for number in range(PART_WORDS + 1)]
    assert parts(" ".join(words)) == [" ".join(words[:-1]), " ".join(words[1:])]
    assert parts(" \n") == []


def test_a_message_of_any_length_is_read_within_bounds() -> None:
    assert len(parts("a. " * 100_000)) == MOST_PARTS
    assert sum(len(part) for part in parts("a" * 100_000)) == danger.LONGEST


def write(locales: Path, content: str, lang: str = "fr") -> None:
    (locales / lang).mkdir()
    (locales / lang / "danger.toml").write_text(content, encoding="utf-8")


def test_ideas_are_found_by_word_beginning_and_expression_in_every_language(tmp_path: Path) -> None:
    write(tmp_path, 'flame = "incendi*; prend feu; au f*"\nhouse = "maison"')
    write(tmp_path, 'house = "home"', "en")
    known = ideas.read(tmp_path)
    assert known.find(Cleaned("l'incendie à la maison, my home")) == [(1, "flame"), (4, "house"), (6, "house")]
    assert known.find(Cleaned("ça prend feu, au fond du bois")) == [(1, "flame"), (3, "flame")]
    assert known.find(Cleaned("ça prend du feu, les maisons")) == []


def test_ideas_count_once_and_in_pairs_when_they_are_near(tmp_path: Path) -> None:
    write(tmp_path, 'flame = "feu"\nhouse = "maison"')
    known = ideas.read(tmp_path)
    assert known.count(Cleaned("feu feu")) == known.count(Cleaned("feu"))
    near = known.count(Cleaned("feu maison"))
    assert len(near) == 3
    assert near == known.count(Cleaned("maison feu"))
    assert len(known.count(Cleaned("feu " + "a " * ideas.NEAR + "maison"))) == 2
    assert len(known.count(Cleaned("feu ?"))) == 2


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("flame = [", "danger.toml"),
        ('Flame = "feu"', "Flame"),
        ("flame = 3", "flame"),
        ('flame = "brûle"', "brûle"),
        ('flame = "Feu"', "Feu"),
        ('flame = "feu; "', "words"),
        ('flame = "l\'eau"', "l'eau"),
    ],
)
def test_a_broken_file_is_refused_with_its_fault(tmp_path: Path, content: str, complaint: str) -> None:
    write(tmp_path, content)
    with pytest.raises(DangerError, match=complaint):
        ideas.read(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DangerError, match=r"no danger\.toml"):
        ideas.read(tmp_path)


def test_a_missing_or_damaged_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "damaged.npz").write_bytes(b"not a model")
    np.savez(tmp_path / "other.npz", bias=np.zeros(3))
    for name in ("missing.npz", "damaged.npz", "other.npz"):
        with pytest.raises(ModelError, match="make model"):
            read_model(tmp_path / name)
