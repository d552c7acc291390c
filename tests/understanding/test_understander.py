"""What the shipped understander makes of messages."""

import json

import pytest

from bot.understanding import Decision, Emergency, Understanding, classify_json
from bot.understanding.understander import TextUnderstander, load


@pytest.fixture(scope="module")
def understander() -> TextUnderstander:
    return load()


def one(understander: TextUnderstander, text: str) -> Understanding:
    return understander.understand([text])[0]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Le lampadaire devant chez moi est éteint depuis une semaine", "street_lighting"),
        ("Quelqu'un a jeté un matelas et un frigo sur le trottoir", "illegal_dumping"),
        ("Je voudrais inscrire ma fille à la cantine", "school_meals"),
        ("Comment refaire ma carte d'identité ?", "identity_papers"),
        ("Je veux parler à une vraie personne", "talk_to_human"),
        ("Merci beaucoup !", "thanks"),
        ("bonjour", "greeting"),
        ("The street lamp outside my house is broken", "street_lighting"),
        ("Sokak lambası yanmıyor", "street_lighting"),
        ("La farola de mi calle está rota", "street_lighting"),
    ],
)
def test_plain_messages_are_understood(understander: TextUnderstander, text: str, label: str) -> None:
    assert one(understander, text).label == label


def test_five_labels_are_offered_best_first(understander: TextUnderstander) -> None:
    result = one(understander, "il y a un trou sur le trottoir")
    assert len(result.top) == 5
    assert result.top[0] == (result.label, result.score)
    assert [score for _, score in result.top] == sorted((score for _, score in result.top), reverse=True)
    assert sum(score for _, score in result.top) <= 1.0001


def test_a_batch_says_what_single_messages_say(understander: TextUnderstander) -> None:
    texts = ["lampadaire cassé", "", "merci", "x" * 10_000, "Où est la crèche ?"] * 14
    batch = understander.understand(texts)
    assert [result.text for result in batch] == texts
    for text, result in zip(texts[:5], batch, strict=False):
        alone = one(understander, text)
        assert (result.label, result.lang, result.decision) == (alone.label, alone.lang, alone.decision)
        assert result.score == pytest.approx(alone.score, abs=1e-3)


@pytest.mark.parametrize(
    "written",
    [
        "**{}**",
        "<p>{}</p>",
        "# {}",
        "> {}",
        "`{}`",
        "{} https://maps.example/kJ3hGd7",
        "https://m.example/#/@bot {}",
    ],
)
def test_markup_and_links_change_nothing(understander: TextUnderstander, written: str) -> None:
    text = "il y a un trou sur le trottoir et je suis tombée"
    marked, bare = one(understander, written.format(text)), one(understander, text)
    assert marked.text == written.format(text)
    assert (marked.top, marked.lang, marked.emergency) == (bare.top, bare.lang, bare.emergency)


def test_a_mere_link_is_no_request(understander: TextUnderstander) -> None:
    assert one(understander, "https://www.example.org/lampadaire-eteint-rue-battant").decision is Decision.UNKNOWN


def test_nothing_to_understand(understander: TextUnderstander) -> None:
    assert understander.understand([]) == []


@pytest.mark.parametrize("text", ["", "   ", "?", "😀", "...\n"])
def test_a_message_without_words_is_unknown(understander: TextUnderstander, text: str) -> None:
    assert one(understander, text).decision is Decision.UNKNOWN


def test_a_sure_message_is_direct_and_a_vague_one_is_not(understander: TextUnderstander) -> None:
    assert one(understander, "Le lampadaire de ma rue est en panne").decision is Decision.DIRECT
    assert one(understander, "c'est pas normal").decision is not Decision.DIRECT


def test_danger_is_told_beside_the_label(understander: TextUnderstander) -> None:
    assert one(understander, "Il y a le feu dans les poubelles de la rue !").emergency is Emergency.FIRE
    assert one(understander, "Les poubelles débordent dans la rue").emergency is None


def test_the_contract_of_classify(understander: TextUnderstander) -> None:
    row = classify_json(one(understander, "Ça sent le gaz, et où est la mairie ?"))
    assert list(row) == ["text", "lang", "label", "score", "top", "decision", "emergency"]
    assert row["emergency"] == "gas"
    assert row["decision"] in {"direct", "ask", "unknown"}
    assert row["lang"] == "fr"
    assert json.loads(json.dumps(row)) == row


def test_scores_are_rounded_to_four_decimals() -> None:
    result = Understanding("a", "fr", "roads", 0.123456, (("roads", 0.123456),), Decision.ASK, None)
    assert classify_json(result)["score"] == 0.1235
    assert classify_json(result)["top"] == [["roads", 0.1235]]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("thanks! also there is a big pothole on rue Battant", "roads"),
        ("merci, je voudrais aussi savoir quand ouvre la piscine", "culture_sport"),
        ("Merci ! Où en est ma demande ?", "check_status"),
        ("merci et bon week-end à vous", "thanks"),
        ("merci, la poubelle a été vidée ce matin", "thanks"),
    ],
)
def test_thanks_that_go_on_are_what_is_said_behind(understander: TextUnderstander, text: str, label: str) -> None:
    both = understander.understand(["il y a un trou sur le trottoir", text])
    assert [each.label for each in both] == ["roads", label]
    assert both[1].text == text
