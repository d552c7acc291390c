"""What wants to know something, and what reports something that is somewhere."""

import pytest

from bot.understanding.information import asks_for_information

ASKED = [
    "c'est quoi les horaires de la déchetterie ?",
    "Quels jours passe le bac jaune ?",
    "combien ca coute la carte de stationnement résident",
    "Où puis-je jeter de la peinture ?",
    "comment obtenir un composteur",
    "A-t-on le droit de faire un barbecue au parc ?",
    "a quelle heure ferme le parc micaud",
    "bonjour je voudrais un renseignement sur les encombrants",
    "What are the opening hours of the recycling centre?",
    "Where can I throw away old paint?",
]

REPORTED = [
    "Quand allez-vous enfin réparer le lampadaire ?",
    "Pouvez-vous reboucher le trou devant chez moi ?",
    "Combien de temps encore dans le noir ?",
    "Comment se fait-il que personne ne ramasse ces poubelles ?",
    "Où est passée la benne à verre ? Le verre s'entasse par terre",
    "Est-ce que quelqu'un peut venir enlever ce matelas ?",
    "y a plus de lumière rue Battant",
    "When will you repair the lamp?",
    "",
    "?" * 5_000,
]


@pytest.mark.parametrize("text", ASKED)
def test_a_question_wants_to_know(text: str) -> None:
    assert asks_for_information(text)


@pytest.mark.parametrize("text", REPORTED)
def test_a_report_is_no_question(text: str) -> None:
    assert not asks_for_information(text)


def test_a_story_with_a_question_in_it_is_a_report() -> None:
    assert not asks_for_information(f"{'La poubelle déborde encore. ' * 10} Quels jours passez-vous ?")
