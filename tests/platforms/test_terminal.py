"""The terminal: who speaks where on one line, what a line becomes, and what is printed."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import rooms_of
from bot.cli.setting import Setting
from bot.incoming import Account, Address, Attachment, Incoming, Location, Room, Words
from bot.platforms import Rendered
from bot.platforms.terminal import CITIZEN, Line, Rooms, Terminal, parse
from tests.fakes.clock import StillClock

STEADY = settings(max_examples=300, derandomize=True, deadline=None)
ROOMS = Rooms(
    frozenset({"eclairage", "espaces-verts"}), frozenset({"conseil"}), {"nadia": "eclairage", "chef": "espaces-verts"}
)


def private(name: str, text: str, account: str | None = None) -> Line:
    return Line(account or name, account or name, name, text, group=False)


def group(room: str, account: str, text: str, name: str | None = None) -> Line:
    return Line(room, account, name or account, text, group=True)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("bonjour", private(CITIZEN, "bonjour")),
        ("  y a plus de lumière rue Battant ", private(CITIZEN, "y a plus de lumière rue Battant")),
        ("", private(CITIZEN, "")),
        ("/suivi", private(CITIZEN, "/suivi")),
        ("léa@exemple.org", private(CITIZEN, "léa@exemple.org")),
        ("@léa: bonjour", private("léa", "bonjour", "lea")),
        ("@léa : bonjour", private("léa", ": bonjour", "lea")),
        ("@léa bonjour", private("léa", "bonjour", "lea")),
        ("@Léa:bonjour", private("Léa", "bonjour", "lea")),
        ("@léa:", private("léa", "", "lea")),
        ("@léa: rendez-vous à 14:30", private("léa", "rendez-vous à 14:30", "lea")),
        ("@citoyen: bonjour", private(CITIZEN, "bonjour")),
        ("@eclairage /file", group("eclairage", "agent-eclairage", "/file")),
        ("@éclairage /file", group("eclairage", "agent-eclairage", "/file")),
        ("@ECLAIRAGE: /file", group("eclairage", "agent-eclairage", "/file")),
        ("@espaces-verts > réparé", group("espaces-verts", "agent-espaces-verts", "> réparé")),
        ("@nadia /file", group("eclairage", "nadia", "/file")),
        ("@chef /file", group("espaces-verts", "chef", "/file")),
        ("@nadia: /agent CODE", private("nadia", "/agent CODE")),
        ("#conseil léa: /sondage A ? | B | C", group("conseil", "lea", "/sondage A ? | B | C", "léa")),
        ("#conseil @léa: 1", group("conseil", "lea", "1", "léa")),
        ("#conseil léa 1", group("conseil", "lea", "1", "léa")),
        ("#Conseil tom:", group("conseil", "tom", "")),
        ("#eclairage zoé: je prends", group("eclairage", "zoe", "je prends", "zoé")),
        ("#inconnu léa: bonjour", private(CITIZEN, "#inconnu léa: bonjour")),
        ("#conseil", private(CITIZEN, "#conseil")),
        ("# titre", private(CITIZEN, "# titre")),
        ("@", private(CITIZEN, "@")),
        ("@ : bonjour", private(CITIZEN, "@ : bonjour")),
    ],
)
def test_who_speaks_where(line: str, read: Line) -> None:
    assert parse(line, ROOMS) == read


@given(st.one_of(st.text(max_size=40), st.tuples(st.sampled_from("@#"), st.text(max_size=40)).map("".join)))
@STEADY
def test_no_line_is_too_strange(line: str) -> None:
    read = parse(line, ROOMS)
    assert read.text == read.text.strip()
    assert read.account
    assert read.group is (read.room in ROOMS.teams | ROOMS.councils)


class TestRooms:
    def test_those_of_the_demo_city(self) -> None:
        rooms = rooms_of(Setting(None, None).settings)
        assert "eclairage" in rooms.teams
        assert rooms.councils == {"conseil"}
        assert rooms.agents["agent-eclairage"] == rooms.agents["chef-eclairage"] == "eclairage"

    @pytest.mark.parametrize(
        ("line", "room", "account"),
        [
            ("@eclairage /file", "eclairage", "terminal:agent-eclairage"),
            ("@chef-eclairage /file", "eclairage", "terminal:chef-eclairage"),
            ("#conseil léa: 1", "conseil", "terminal:lea"),
        ],
    )
    def test_who_speaks_there_has_a_role_in_the_configuration(self, line: str, room: str, account: str) -> None:
        settings = Setting(None, None).settings
        said = parse(line, rooms_of(settings))
        assert said.room == room
        known = [str(each) for team in settings.teams.values() for each in (*team.agents, *team.heads)]
        known += [str(each) for council in settings.councils.values() for each in council.facilitators]
        assert f"terminal:{said.account}" == account
        assert account in known


@pytest.fixture
def printed() -> list[tuple[str, str, int, str]]:
    return []


async def typed() -> AsyncIterator[str]:
    for line in ("bonjour", "@léa: salut"):
        yield line


@pytest.fixture
def terminal(clock: StillClock, printed: list[tuple[str, str, int, str]]) -> Terminal:
    """A terminal that prints on a list."""

    def show(room: str, name: str, number: int, rendered: Rendered) -> None:
        printed.append((room, name, number, rendered.text))

    return Terminal(ROOMS, show, clock, typed)


async def say(terminal: Terminal, room: str, text: str = "…", about: str | None = None) -> str:
    return await terminal.send(room, Rendered(text, about=about), idempotency_key=f"{room}{text}")


def words(incoming: Incoming) -> Words:
    assert isinstance(incoming.content, Words)
    return incoming.content


class TestLines:
    def test_a_line_is_a_message(self, terminal: Terminal, clock: StillClock) -> None:
        incoming = terminal.incoming("@léa: bonjour")
        assert incoming.address == Address("terminal", "lea")
        assert incoming.account == Account("terminal", "lea", "léa")
        assert incoming.room is Room.PRIVATE
        assert (incoming.text, incoming.sent_at, incoming.called) == ("bonjour", clock.now(), True)

    def test_every_line_is_an_event_of_its_own(self, terminal: Terminal) -> None:
        assert terminal.incoming("oui").event_id != terminal.incoming("oui").event_id

    def test_events_of_another_session_are_others(self, terminal: Terminal, clock: StillClock) -> None:
        first = terminal.incoming("oui").event_id
        clock.set("2026-03-03 10:01")
        assert Terminal(ROOMS, lambda *_: None, clock).incoming("oui").event_id != first

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("/photo", Words("", (Attachment("photo", "photo.jpg", "photo.jpg"),))),
            ("/photo lampe.jpg", Words("", (Attachment("photo", "lampe.jpg", "lampe.jpg"),))),
            ("@léa: /photo a.png rue Battant", Words("rue Battant", (Attachment("photo", "a.png", "a.png"),))),
            ("/document", Words("", (Attachment("document", "document.pdf", "document.pdf"),))),
            ("/document virus.exe", Words("", (Attachment("document", "virus.exe", "virus.exe"),))),
            ("/photographie", Words("/photographie")),
        ],
    )
    def test_a_file(self, line: str, said: Words, terminal: Terminal) -> None:
        assert words(terminal.incoming(line)) == said

    @pytest.mark.parametrize(
        ("line", "pin"),
        [
            ("/position 47.24,6.02", Location(47.24, 6.02)),
            ("/position 47.24, 6.02", Location(47.24, 6.02)),
            ("/position -12,-3.5", Location(-12.0, -3.5)),
        ],
    )
    def test_a_position(self, line: str, pin: Location, terminal: Terminal) -> None:
        assert words(terminal.incoming(line)) == Words("", location=pin)

    @pytest.mark.parametrize("line", ["/position", "/position ici", "/position 47.24", "position 1,2"])
    def test_no_position(self, line: str, terminal: Terminal) -> None:
        assert words(terminal.incoming(line)) == Words(line)

    @pytest.mark.parametrize(
        ("line", "called"),
        [
            ("@eclairage je m'en occupe", False),
            ("@eclairage /file", True),
            ("@eclairage !file", True),
            ("#conseil léa: @ProximCité, tu es là ?", True),
            ("#conseil léa: bonjour à tous", False),
            ("#conseil léa: > 1 d'accord", True),
            ("bonjour", True),
        ],
    )
    def test_in_a_group_the_bot_is_called_or_not(self, line: str, called: bool, terminal: Terminal) -> None:
        assert terminal.incoming(line).called is called


class TestReplies:
    async def test_a_reply_is_to_the_latest_message_of_its_room(self, terminal: Terminal) -> None:
        await say(terminal, "eclairage", "première")
        receipt = await say(terminal, "eclairage", "deuxième")
        await say(terminal, "citoyen", "ailleurs")
        reply = words(terminal.incoming("@eclairage > Réparé ce matin"))
        assert (reply.text, reply.reply_to) == ("Réparé ce matin", receipt)

    async def test_an_agent_s_words_are_for_what_was_said_of_a_request(self, terminal: Terminal) -> None:
        card = await say(terminal, "eclairage", "fiche", "request:1")
        await say(terminal, "eclairage", "un mot d'aide")
        await say(terminal, "eclairage", "modèle gardé", "template:1")
        await say(terminal, "voirie", "une autre fiche", "request:2")
        listed = await say(terminal, "eclairage", "file")
        assert words(terminal.incoming("@eclairage > Réparé")).reply_to == card
        assert words(terminal.incoming("@eclairage > 2")).reply_to == listed
        asked = await say(terminal, "eclairage", "vers quel sujet ?", "request:1")
        assert words(terminal.incoming("@eclairage > voirie")).reply_to == asked

    async def test_a_citizen_replies_to_what_was_said_last(self, terminal: Terminal) -> None:
        await say(terminal, CITIZEN, "réponse", "request:1")
        question = await say(terminal, CITIZEN, "où est-ce ?")
        assert words(terminal.incoming("> rue Battant")).reply_to == question

    async def test_a_reply_names_a_message_by_its_number(self, terminal: Terminal) -> None:
        receipt = await say(terminal, "eclairage", "première")
        await say(terminal, "eclairage", "deuxième")
        reply = words(terminal.incoming("@eclairage >1 Réparé"))
        assert (reply.text, reply.reply_to) == ("Réparé", receipt)

    async def test_a_number_alone_is_the_answer(self, terminal: Terminal) -> None:
        receipt = await say(terminal, CITIZEN)
        reply = words(terminal.incoming("> 12"))
        assert (reply.text, reply.reply_to) == ("12", receipt)

    def test_a_reply_to_nothing_is_words(self, terminal: Terminal) -> None:
        assert words(terminal.incoming("> bonjour")) == Words("bonjour")


class TestPrinting:
    async def test_a_receipt_is_the_number_that_is_printed(
        self, terminal: Terminal, printed: list[tuple[str, str, int, str]]
    ) -> None:
        receipts = [await say(terminal, room, "bonjour") for room in (CITIZEN, "eclairage", CITIZEN)]
        assert [(room, number) for room, _name, number, _text in printed] == [
            (CITIZEN, 1),
            ("eclairage", 2),
            (CITIZEN, 3),
        ]
        assert [receipt.rpartition("/")[2] for receipt in receipts] == ["1", "2", "3"]
        assert len(set(receipts)) == 3

    async def test_a_room_is_called_as_its_people_write_it(
        self, terminal: Terminal, printed: list[tuple[str, str, int, str]]
    ) -> None:
        terminal.incoming("@Léa: bonjour")
        await say(terminal, "lea")
        await say(terminal, "eclairage")
        assert [name for _room, name, _number, _text in printed] == ["Léa", "eclairage"]

    async def test_lines_come_in_until_there_are_no_more(self, terminal: Terminal) -> None:
        batches = [batch async for batch in terminal.receive(None)]
        assert [[each.text for each in batch.messages] for batch in batches] == [["bonjour"], ["salut"]]
        assert {batch.cursor for batch in batches} == {None}
