"""What is asked about the service itself, and what is a request, or an answer, although it sounds like it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.evaluate import HELD_OUT
from benchmarks.several import CALIBRATION
from bot.understanding import about
from bot.understanding.about import AboutError, Topic
from bot.understanding.global_words import Found, GlobalWord, GlobalWords
from handlers.registry import REGISTRY

WORDS = GlobalWords.packaged(["fr", "en"])

ASKED = {
    Topic.DELAY: (
        "ça prend combien de temps ?",
        "Combien de temps pour avoir une réponse ?",
        "Bonjour, sous combien de jours ?",
        "et vous répondez quand",
        "quand est-ce que j’aurai une réponse ?",
        "j'aurai la réponse quand ?",
        "c'est long ?",
        "Quel est le délai de réponse ?",
        "vous répondez le week-end ?",
        "est-ce que quelqu'un va me répondre ?",
        "How long will it take?",
        "When will I get an answer?",
        "will someone answer me?",
    ),
    Topic.ROBOT: (
        "Vous êtes un robot ?",
        "je parle à une vraie personne ou à un robot ?",
        "t'es une ia",
        "c'est un robot qui me répond ?",
        "qui êtes-vous ?",
        "à qui je parle",
        "y a quelqu'un derrière ?",
        "Am I talking to a real person?",
        "who are you",
    ),
    Topic.READERS: (
        "qui va lire mon message ?",
        "ça va où ?",
        "Ma demande est envoyée à qui ?",
        "à qui vous transmettez ça",
        "qui va me répondre ?",
        "est-ce que les voisins peuvent voir ce que j'écris ?",
        "c'est public ?",
        "Who will read this?",
        "can my landlord see this?",
    ),
    Topic.ANONYMOUS: (
        "C'est anonyme ?",
        "anonyme ou pas ?",
        "est-ce que je peux rester anonyme",
        "vous donnez mon nom au voisin ?",
        "mon nom sera visible ?",
        "mon propriétaire va savoir que c'est moi ?",
        "faut donner mon nom ?",
        "Is it anonymous?",
        "will they know it was me?",
    ),
    Topic.PHOTO: (
        "je peux mettre une photo ?",
        "comment je fais pour envoyer une photo ?",
        "Puis-je joindre un document ?",
        "faut-il envoyer des photos",
        "vous voulez une photo ?",
        "je peux vous envoyer une photo du trou ?",
        "Can I add a picture?",
        "how do I send you a photo",
    ),
    Topic.FREE: ("c'est gratuit ?", "c'est payant ou pas", "je dois payer quelque chose ?", "Is this service free?"),
    Topic.CHANNEL: (
        "je peux avoir la réponse par mail ?",
        "vous pouvez me rappeler ?",
        "Vous me répondez où ?",
        "comment je vais recevoir la réponse ?",
        "la réponse arrive ici ?",
        "vous voulez mon numéro ?",
        "je dois vous laisser mon adresse mail ?",
        "Can you call me back?",
        "how will i get the answer",
    ),
    Topic.LANGUAGE: (
        "vous parlez anglais ?",
        "je peux écrire en arabe ?",
        "quelles langues parlez-vous ?",
        "Do you speak English?",
        "english please",
    ),
    Topic.CHANGE: (
        "je peux modifier après ?",
        "est-ce que je pourrai corriger plus tard",
        "et si je me trompe ?",
        "Can I change it afterwards?",
    ),
    Topic.OTHERS: (
        "je peux faire une demande pour ma mère ?",
        "on peut signaler pour quelqu'un d'autre ?",
        "Can I write for my neighbour?",
    ),
    Topic.NEEDED: (
        "c'est obligatoire ?",
        "pourquoi vous demandez ça ?",
        "ça sert à quoi",
        "pourquoi ?",
        "Is it required?",
        "why do you ask that?",
    ),
}

NOT_ASKED = (
    "combien de temps pour avoir une carte d'identité ?",
    "Combien de temps le lampadaire restera éteint ?",
    "ça prend l'eau depuis combien de temps",
    "quand est-ce que vous réparez le lampadaire ?",
    "qui s'occupe des poubelles ?",
    "qui va ramasser les feuilles",
    "c'est un chien errant",
    "c'est une personne qui dort dehors",
    "privé",
    "je suis seul",
    "c'est payant le stationnement rue Battant ?",
    "la cantine c'est gratuit ?",
    "je peux mettre mes encombrants sur le trottoir ?",
    "je peux mettre une piscine dans mon jardin ?",
    "mon voisin peut voir chez moi par sa fenêtre",
    "vous pouvez réparer le trou ?",
    "vous pouvez rappeler à mon voisin qu'il fait du bruit",
    "je voudrais changer d'adresse après un déménagement",
    "je peux faire une demande de carte d'identité pour ma mère ?",
    "on peut écrire sur les murs ?",
    "c'est gratuit ? et il faut venir avec quoi pour faire une carte d'identité pour mon fils de huit ans",
    "where is my request going wrong",
    "Is parking free on Sundays?",
    "how long is the pool closed?",
    "who collects the bins?",
    "",
    "?" * 100,
)


@pytest.mark.parametrize(("topic", "text"), [(topic, text) for topic, texts in ASKED.items() for text in texts])
def test_a_question_about_the_service_is_one(topic: Topic, text: str) -> None:
    assert WORDS.find(text) == Found(GlobalWord.ABOUT, topic)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_anything_else_is_none(text: str) -> None:
    found = WORDS.find(text)
    assert found is None or found.word is not GlobalWord.ABOUT


def _labelled() -> Iterator[tuple[str, str]]:
    for path in (CALIBRATION, HELD_OUT):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["label"], row["text"]


def test_no_request_of_the_labelled_files_is_taken_for_one() -> None:
    taken = [
        text
        for label, text in _labelled()
        if label not in REGISTRY.intents and (found := WORDS.find(text)) and found.word is GlobalWord.ABOUT
    ]
    assert taken == []


@pytest.mark.parametrize("written", ["", 'around = []\nasks = []\n[topics]\nnonsense = ["x"]\n', "around = 3"])
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, written: str) -> None:
    file = tmp_path / "about.toml"
    file.write_text(written, "utf-8")
    with pytest.raises(AboutError, match=r"about\.toml"):
        about._read(file)
