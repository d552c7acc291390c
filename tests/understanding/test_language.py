"""Which language a short message is written in."""

import pytest

from bot.understanding.language import DEFAULT, LANGUAGES, detect, read

MESSAGES = {
    "fr": [
        "bonjour",
        "slt ya pu de lumiere",
        "lampadaire cassé",
        "Nid-de-poule rue de Dole",
        "mrc",
        "cantine",
        "passeport rdv ?",
        "un container qui deborde",
        "ok",
        "non",
        "oui",
        "Planoise",
        "12 rue Battant",
        "PACS : quels documents ?",
        "C'est quand la fête de la musique ?",
        "wesh c koi ce bruit",
        "3eme étage sans ascenseur, 7 rue de Vesoul",
        "Salam, y a un matelas devant chez moi depuis 3 jours",
        "Le week-end, le parking est plein",
        "annuler",
    ],
    "en": [
        "hello",
        "The street light outside my house is broken",
        "Where can I pay the school lunch bill?",
        "thanks a lot",
        "bins not collected",
        "I lost my passport",
        "how do I register to vote",
        "noise at night",
        "Is there a chess club in Planoise?",
    ],
    "es": [
        "Hola",
        "gracias",
        "La farola de mi calle no funciona",
        "Necesito renovar el pasaporte",
        "¿Dónde está el ayuntamiento?",
        "hay mucha basura en la calle",
        "quiero hablar con una persona",
    ],
    "pt": [
        "obrigado",
        "Bom dia, o candeeiro da minha rua está avariado",
        "Preciso de ajuda para inscrever o meu filho na escola",
        "há muito lixo na rua",
        "Onde posso pagar a cantina?",
    ],
    "de": [
        "Guten Tag",
        "Die Straßenlaterne vor meinem Haus ist kaputt",
        "Wo kann ich meinen Pass verlängern?",
        "danke",
        "Ich brauche einen Krippenplatz für mein Kind",
        "Müll liegt auf dem Gehweg",
    ],
    "it": [
        "grazie mille",
        "Buongiorno, il lampione è rotto",
        "Come posso iscrivere mio figlio alla mensa?",
        "C'è troppa spazzatura in questa via",
        "vorrei parlare con qualcuno",
    ],
    "tr": [
        "Merhaba",
        "teşekkürler",
        "Kimlik kartım kayboldu, randevu?",
        "Sokak lambası yanmıyor",
        "cocugum icin okul kaydi nasil yapilir",
        "Çöpler toplanmadı",
    ],
    "ar": [
        "السلام عليكم",
        "أين يمكنني تجديد جواز السفر؟",
        "bghit nsejjel wldi f lmadrasa",
        "salam",
        "wach kayn chi rdv lyoum",
        "3andi mochkil m3a jar",
        "choukran bezzaf",
        "fin kayna la mairie 3afak",
    ],
}


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in MESSAGES.items() for text in texts])
def test_the_language_is_found(lang: str, text: str) -> None:
    assert detect(text) == lang


def test_every_language_has_examples() -> None:
    assert set(MESSAGES) == set(LANGUAGES)


@pytest.mark.parametrize("text", ["", " ", "?", "😀😀", "123", "BES-310", "\n\t"])
def test_when_in_doubt_it_is_french(text: str) -> None:
    assert detect(text) == DEFAULT


def test_long_messages_are_read_within_bounds() -> None:
    assert detect("the light is broken " * 5000) == "en"


@pytest.mark.parametrize(
    "text", ["good morning", "thank you", "hay un bache", "çöp", "مرحبا", "merci beaucoup", "bonjour"]
)
def test_these_are_sure_enough_to_be_answered_in_their_language(text: str) -> None:
    assert read().tell(text).is_sure


@pytest.mark.parametrize(
    "text", ["stop", "hello", "baby foot", "street art", "parking payant", "help svp", "tag", "", "12"]
)
def test_what_everybody_writes_changes_no_language(text: str) -> None:
    told = read().tell(text)
    assert told.lang == DEFAULT or not told.is_sure
