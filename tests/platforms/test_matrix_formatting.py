"""What was rendered fits into events, loses nothing, and is never more markup than the renderer wrote."""

import json

import pytest

from bot.platforms import Refused, Rendered
from bot.platforms.matrix.formatting import MOST_BYTES, contents, edited

MARKED = Rendered("Reçu\n1 < 2 & <script>", "<b>Reçu</b>\n1 &lt; 2 &amp; &lt;script&gt;")


def test_bold_becomes_strong_and_lines_stay_lines() -> None:
    assert contents(MARKED) == [
        {
            "msgtype": "m.text",
            "body": "Reçu\n1 < 2 & <script>",
            "format": "org.matrix.custom.html",
            "formatted_body": "<strong>Reçu</strong><br>1 &lt; 2 &amp; &lt;script&gt;",
        }
    ]


def test_plain_words_stay_plain() -> None:
    assert contents(Rendered("<b>")) == [{"msgtype": "m.text", "body": "<b>"}]


def test_an_edit_carries_the_new_words_and_what_it_replaces() -> None:
    content = edited(MARKED, "$card")
    assert content["m.new_content"] == contents(MARKED)[0]
    assert content["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$card"}
    assert content["body"] == "* Reçu\n1 < 2 & <script>"


LONG = {
    "lines": "\n".join(f'{number}. Une ligne avec des é et des "guillemets"' for number in range(3000)),
    "one line": "mot " * 30_000,
    "no space": "é" * 50_000,
    "marks": "\n".join("<&>" * 50 for _ in range(900)),
    "empty lines": "a\n\n\nb" * 20_000,
}


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("marked", [False, True])
def test_a_long_message_is_cut_and_nothing_is_lost(name: str, marked: bool) -> None:
    text = LONG[name]
    html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if marked else None
    shown = contents(Rendered(text, html))
    assert len(shown) > 1
    assert all(len(json.dumps(each, ensure_ascii=False).encode()) < MOST_BYTES + 200 for each in shown)
    assert "".join(each["body"] for each in shown).replace(" ", "").replace("\n", "") == text.replace(" ", "").replace(
        "\n", ""
    )
    assert all(("formatted_body" in each) is marked for each in shown)


def test_a_cut_is_at_a_line_end_where_there_is_one() -> None:
    text = "\n".join(["<b>x</b>"] * 6)
    shown = contents(Rendered(text.replace("<b>", "").replace("</b>", ""), text), most=60)
    assert all(each["formatted_body"].count("<strong>") == each["formatted_body"].count("</strong>") for each in shown)
    assert "\n".join(each["body"] for each in shown) == "\n".join("x" * 6)


def test_html_whose_lines_are_others_is_left_out() -> None:
    shown = contents(Rendered("a\nb\n" * 20, "<b>a b</b>"), most=60)
    assert not any("formatted_body" in each for each in shown)


def test_a_very_long_edit_leaves_out_what_only_old_clients_show() -> None:
    text = "a" * (MOST_BYTES - 100)
    content = edited(Rendered(text), "$card")
    assert (content["body"], content["m.new_content"]["body"]) == ("*", text)
    with pytest.raises(Refused):
        edited(Rendered("a" * MOST_BYTES), "$card")
