"""The program as an administrator starts it: it leaves in time and loses nothing, and every command does what it says.

What depends on the process (signals, pipes, exit codes) is proven with processes; the other commands run in this one.
"""

import asyncio
import csv
import io
import json
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from queue import Queue

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from handlers.categories import CATEGORIES
from storage.database import Database
from storage.migrate import is_current
from tests.fakes.town import Town, citizen

PROGRAM = str(Path(sys.executable).with_name("proximcite"))
START = 60.0
"""Seconds that a start may take on a busy machine."""

LEAVE = 10.0
"""Seconds in which a stopped program must be gone (DESIGN.md, contract: command line)."""

LAMP = "Le lampadaire est éteint devant le 12 rue Battant"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'city.db'}"


@pytest.fixture
def config(tmp_path: Path, url: str) -> Path:
    """The demo city with a database of its own."""
    path = tmp_path / "config.toml"
    demo = (files("bot.demo") / "config.toml").read_text("utf-8")
    path.write_text(f'{demo}\n[database]\nurl = "{url}"\n', "utf-8")
    return path


@pytest.fixture
def command(config: Path) -> "Command":
    return Command(config)


class Command:
    """Runs commands of the program in this process."""

    def __init__(self, config: Path) -> None:
        self._config = config

    def __call__(self, *words: str, given: str | None = None, fails: int = 0) -> Result:
        """Run one, with standard input, and check its exit code."""
        result = CliRunner().invoke(app, ["--config", str(self._config), *words], input=given)
        assert result.exit_code == fails, (result.output, result.exception)
        return result


def start(*words: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([PROGRAM, *words], stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")  # noqa: S603  # Our own program.


def tell(program: subprocess.Popen[str], words: str) -> None:
    assert program.stdin is not None
    program.stdin.write(words)
    program.stdin.flush()


def lines_of(program: subprocess.Popen[str]) -> "Queue[str]":
    """Read what a program says while it runs."""
    lines: Queue[str] = Queue()

    def read() -> None:
        for line in program.stdout or ():
            lines.put(line)

    threading.Thread(target=read, daemon=True).start()
    return lines


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def all_is_handled(url: str, messages: int) -> None:
    """Check that what was accepted is in the database, handled and answered."""
    assert ask(url, "SELECT state, count(*) FROM inbox GROUP BY state") == [("done", messages)]
    assert ask(url, "SELECT DISTINCT state FROM outbox") == [("sent",)]


class TestRun:
    def test_it_leaves_in_time_when_it_is_told_to_and_loses_nothing(self, config: Path, url: str) -> None:
        with start("--config", str(config), "run") as program:
            lines = lines_of(program)
            try:
                tell(program, f"{LAMP}\n@léa: {LAMP}\n@tom: bonjour\n")
                for _ in range(3):
                    lines.get(timeout=START)
                program.send_signal(signal.SIGTERM)
                # Standard input stays open, as it does for whoever runs it in a window.
                assert program.wait(LEAVE) == 0
            finally:
                program.kill()
        all_is_handled(url, 3)

    def test_the_end_of_input_is_the_end_of_the_program(self, config: Path, url: str) -> None:
        with start("--config", str(config), "run") as program:
            said, told = program.communicate(f"{LAMP}\n@léa: bonjour\n", START)
        assert program.returncode == 0, told
        all_is_handled(url, 2)
        assert len([line for line in said.splitlines() if line.startswith("[")]) == 2

    @pytest.mark.parametrize("given", ["", f"{LAMP}\n"], ids=["nothing", "a line"])
    def test_standard_input_may_be_a_file(self, config: Path, url: str, tmp_path: Path, given: str) -> None:
        """A service has ``/dev/null`` there, a script a file; no event loop can watch either."""
        path = tmp_path / "said.txt"
        path.write_text(given, "utf-8")
        run = [PROGRAM, "--config", str(config), "run"]
        with path.open() if given else Path("/dev/null").open() as file:
            done = subprocess.run(run, stdin=file, capture_output=True, timeout=START)  # noqa: S603  # Our own program.
        assert done.returncode == 0, done.stderr
        assert ask(url, "SELECT count(*) FROM inbox WHERE state = 'done'") == [(len(given.splitlines()),)]


class TestChat:
    def test_a_pipe_gets_plain_text(self) -> None:
        with start("chat") as program:
            given = f"{LAMP}\n1\n1\n@eclairage /file\n/avancer 24h\n"
            said, told = program.communicate(given, START)
        assert (program.returncode, told) == (0, "")
        assert "\x1b" not in said
        assert "BES-" in said
        assert LAMP in said

    def test_nothing_said_is_no_mistake(self) -> None:
        with start("chat") as program:
            said, told = program.communicate("", START)
        assert (program.returncode, told) == (0, "")
        assert "\x1b" not in said


class TestCheck:
    def test_it_says_what_is_wrong_and_then_that_all_is_well(self, command: Command, config: Path, url: str) -> None:
        assert command("check", fails=1).output.strip()
        command("db", "upgrade")
        database = Database(url)
        assert is_current(database)
        database.close()
        assert str(len(CATEGORIES)) in command("check").output
        written = config.read_text("utf-8")
        config.write_text(written.replace("[teams.roads]", "[teams.rue]").replace("enabled = true", "enabled = false"))
        problems = command("check", fails=1).output
        assert "roads" in problems
        assert len(problems.splitlines()) >= 2

    def test_a_misspelt_key_is_named_with_its_line(self, config: Path) -> None:
        written = config.read_text("utf-8")
        config.write_text(written.replace("answer_within", "answer_whithin"), "utf-8")
        line = 1 + [each.split(" ")[0] for each in written.splitlines()].index("answer_within")
        with start("--config", str(config), "run") as program:
            said, told = program.communicate("", START)
        assert (program.returncode, said) == (2, "")
        assert f"{config}:{line}" in told
        assert "promise.answer_whithin" in told
        assert "Traceback" not in told


class TestAdministration:
    def test_an_invitation_is_a_code_that_works_once(self, command: Command, url: str) -> None:
        codes = [command("invite", "--role", role, "--team", "roads").stdout.strip() for role in ("agent", "head")]
        assert len(set(codes)) == 2
        assert [row[0] for row in ask(url, "SELECT role FROM invitations ORDER BY role")] == ["agent", "head"]
        database, now = Database(url), datetime.now(UTC)
        accepted = [database.run_here(lambda uow: uow.members.accept(codes[0], "terminal:x", now)) for _ in range(2)]
        database.close()
        assert accepted == [("agent", "roads"), None]
        for wrong in (("--role", "mayor", "--team", "roads"), ("--role", "agent", "--team", "nowhere")):
            assert "roads" not in command("invite", *wrong, fails=1).stdout
        assert len(ask(url, "SELECT * FROM invitations")) == 2

    def test_figures_and_exports_tell_what_and_not_who(self, command: Command, url: str, tmp_path: Path) -> None:
        command("db", "upgrade")
        assert command("stats").output.strip()
        with Town(url) as town:
            asyncio.run(town.report(citizen("anna"), LAMP))
        rows = list(csv.DictReader(io.StringIO(command("export").stdout), delimiter=";"))
        assert [row["category"] for row in rows] == ["street_lighting"]
        assert LAMP not in command("export").stdout
        copy = tmp_path / "copy.db"
        command("backup", str(copy))
        assert ask(f"sqlite:///{copy}", "SELECT number FROM requests") == ask(url, "SELECT number FROM requests") != []


class TestUnderstanding:
    def test_messages_are_understood_one_a_line(self, command: Command) -> None:
        given = [LAMP, "", "Il y a le feu dans mon immeuble", "x" * 5_000, "لا يوجد ضوء"]
        lines = command("classify", "--json", given="\n".join(given) + "\n").stdout.splitlines()
        read = [json.loads(line) for line in lines]
        assert [each["text"] for each in read] == given
        assert {frozenset(each) for each in read} == {
            frozenset({"text", "lang", "label", "score", "top", "decision", "emergency"})
        }
        assert (read[0]["label"], read[0]["decision"], read[2]["emergency"]) == ("street_lighting", "direct", "fire")
        assert all(len(each["top"]) == 5 for each in read)
        assert {each["decision"] for each in read} <= {"direct", "ask", "unknown"}


class TestAssociations:
    def test_a_file_is_read_told_line_by_line_and_searched(self, command: Command, tmp_path: Path) -> None:
        file = tmp_path / "associations.csv"
        file.write_text(
            "id;nom;objet;quartier\n"
            "1;JUDO CLUB DE PLANOISE;Judo pour enfants;Planoise\n"
            "2;;sans nom;\n"
            "3;Échecs;Jeu;Butte\n",
            "utf-8",
        )
        assert "4" not in command("associations", "import", str(file)).output.splitlines()[-1]
        again = command("associations", "import", str(file)).output
        assert "3" in again.splitlines()[0]
        assert command("associations", "import", str(tmp_path / "none.csv"), fails=1).output.strip()
        given = ["club de judo a planoise", "echec", "", "zzzz"]
        found = command("associations", "search", "--json", "--batch", given="\n".join(given) + "\n").stdout
        read = [json.loads(line) for line in found.splitlines()]
        assert [each["query"] for each in read] == given
        assert {frozenset(each) for each in read} == {frozenset({"query", "confident", "results"})}
        assert [each["results"][0]["id"] for each in read[:2]] == ["1", "3"]
        assert [each["confident"] for each in read] == [True, True, False, False]
        assert all(set(hit) == {"id", "name", "score"} for each in read for hit in each["results"])


class TestPlaces:
    def test_files_are_read_told_line_by_line_and_put_together(self, command: Command, tmp_path: Path) -> None:
        streets, houses = tmp_path / "rues.csv", tmp_path / "adresses-25.csv"
        streets.write_text("rue;quartier\nRUE DE L'AMITIE;BATTANT\n;BATTANT\nRUE X;BUTTE GRETTE\n", "utf-8-sig")
        houses.write_text(
            "id;numero;rep;nom_voie;code_insee;lon;lat\n"
            "1;12;bis;Rue de l'Amitié;25056;5.986;47.232\n"
            "2;14;;Rue de l'Amitié;25056;here;47.232\n"
            "3;1;;Rue de l'Amitié;25560;6.08;47.28\n",
            "utf-8",
        )
        first, again = (command("places", "import", str(streets)).output.splitlines() for _ in range(2))
        assert "3" in first[0]
        assert first[0] == again[0]
        assert first[-1] != again[-1], "Nothing is new the second time"
        more = command("places", "import", str(houses)).output.splitlines()
        assert "3" in more[0]
        assert len(more) == 2
        for wrong in (b"", b"\0\0", b"a;b\n1;2\n"):
            (tmp_path / "wrong.csv").write_bytes(wrong)
            assert command("places", "import", str(tmp_path / "wrong.csv"), fails=1).output.strip()
        assert command("places", "import", str(tmp_path / "none.csv"), fails=1).output.strip()

    def test_what_was_read_is_what_a_conversation_finds(self, command: Command, url: str, tmp_path: Path) -> None:
        file = tmp_path / "rues.csv"
        file.write_text("rue;quartier\nRUE DE L'AMITIE;BATTANT\n", "utf-8")
        command("places", "import", str(file))
        assert ask(url, "SELECT name, neighbourhoods FROM places") == [("rue de l’Amitié", '["Battant"]')]
