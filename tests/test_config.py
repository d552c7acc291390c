"""The configuration: what it accepts, and what it says in plain words about everything else."""

import os
from datetime import date, time, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from bot.config import ConfigError, Problem, Settings, duration, load, parse
from bot.incoming import Account, Address

TEAMS = '\n[teams.desk]\nrooms = ["terminal:accueil"]\n[teams.mediation]\nrooms = ["terminal:mediation"]\n'
Where = tuple[str, str, int]


def read(written: str) -> Settings:
    """Read a configuration; the teams that every one needs stand behind it."""
    return parse(dedent(written) + TEAMS, "config.toml")


def problems(written: str, *, teams: str = TEAMS) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        parse(dedent(written) + teams, "config.toml")
    assert caught.value.path == "config.toml"
    return caught.value.problems


def where(written: str) -> list[Where]:
    """Give code, key and line of each problem."""
    return [(each.code, each.key, each.line) for each in problems(written)]


class TestDurations:
    @pytest.mark.parametrize(
        ("written", "length"),
        [
            ("90s", timedelta(seconds=90)),
            ("15m", timedelta(minutes=15)),
            ("48h", timedelta(hours=48)),
            ("5d", timedelta(days=5)),
            (" 20s ", timedelta(seconds=20)),
            ("0s", timedelta(0)),
        ],
    )
    def test_what_is_one(self, written: str, length: timedelta) -> None:
        assert duration(written) == length

    @pytest.mark.parametrize(
        "written", ["", "48", "h", "48 h", "48H", "-1h", "1.5h", "2 jours", "1h30", "PT48H", "00:30:00", "∞d"]
    )
    def test_what_is_none(self, written: str) -> None:
        with pytest.raises(ValueError, match="duration"):
            duration(written)
        (problem,) = problems(f'[drafts]\nresume_after = "{written}"')
        assert (problem.code, problem.key, problem.line, problem.found) == (
            "duration",
            "drafts.resume_after",
            2,
            written,
        )

    @pytest.mark.parametrize("written", ["30", "true", "1.5"])
    def test_a_number_without_a_unit_is_none(self, written: str) -> None:
        """Nobody can tell whether it is seconds or hours."""
        assert where(f"[drafts]\nresume_after = {written}")[0][1:] == ("drafts.resume_after", 2)

    def test_one_longer_than_any_calendar_is_told_too(self) -> None:
        assert where('[drafts]\nresume_after = "99999999999999d"')[0][1:] == ("drafts.resume_after", 2)


class TestPromise:
    def test_a_test_city_can_promise_seconds(self) -> None:
        promise = read('[promise]\nanswer_within = "20s"\nremind_after = ["5s", "10s"]\nquiet = []').promise
        assert promise.answer_within == timedelta(seconds=20)
        assert promise.remind_after == (timedelta(seconds=5), timedelta(seconds=10))

    def test_no_quiet_hours(self) -> None:
        assert read("[promise]\nquiet = []").promise.quiet is None

    def test_quiet_hours(self) -> None:
        assert read('[promise]\nquiet = ["21:30", "06:00"]').promise.quiet == (time(21, 30), time(6))

    @pytest.mark.parametrize("quiet", ['["20:00"]', '["20:00", "25:00"]', '"20:00"', '["20:00", "7:30", "8:00"]', "20"])
    def test_quiet_hours_that_are_none(self, quiet: str) -> None:
        for code, key, line in where(f"[promise]\nquiet = {quiet}"):
            assert code in ("wrong-value", "missing-key")
            assert key.startswith("promise.quiet")
            assert line == 2

    def test_days_off(self) -> None:
        assert read("[promise]\ndays_off = [2026-12-24]").promise.days_off == (date(2026, 12, 24),)
        assert read('[promise]\ndays_off = ["2026-12-26"]').promise.days_off == (date(2026, 12, 26),)

    @pytest.mark.parametrize("day", ['"26.12.2026"', '"2026-02-30"', '"Noël"', "true", '""'])
    def test_a_day_off_that_is_none(self, day: str) -> None:
        assert where(f"[promise]\ndays_off = [{day}]") == [("wrong-value", "promise.days_off.0", 2)]

    @pytest.mark.parametrize(
        "ladder",
        [
            'remind_after = ["24h", "20h"]',
            'remind_after = ["24h", "24h"]',
            'remind_after = ["24h", "48h"]',
            'remind_after = ["0s"]',
            'answer_within = "12h"',
            'answer_within = "0s"\nremind_after = []',
        ],
    )
    def test_a_ladder_that_does_not_rise_to_the_deadline(self, ladder: str) -> None:
        assert where(f"[promise]\n{ladder}") == [("ladder", "promise", 1)]

    def test_a_question_may_not_lapse_at_once(self) -> None:
        """The rules refuse it (bot/domain/promise.py), so the configuration has to say it first."""
        assert where('[promise]\nquestion_lapses_after = "0s"')[0][2] > 0


class TestPlaces:
    def test_rooms_and_people(self) -> None:
        settings = read(
            """
            [teams.street_lighting]
            rooms = ["telegram:-1001234", "matrix:!abc:example.org"]
            agents = ["telegram:4242"]
            heads = ["matrix:@chef:example.org"]
            """
        )
        team = settings.teams["street_lighting"]
        assert team.rooms == (Address("telegram", "-1001234"), Address("matrix", "!abc:example.org"))
        assert team.agents == (Account("telegram", "4242"),)
        assert team.heads == (Account("matrix", "@chef:example.org"),)
        assert str(team.heads[0]) == "matrix:@chef:example.org"

    @pytest.mark.parametrize("written", ["accueil", ":accueil", "terminal:", ":", ""])
    def test_what_is_no_room(self, written: str) -> None:
        for field in ("rooms", "agents", "heads"):
            assert where(f'[teams.roads]\n{field} = ["terminal:ok", "{written}"]') == [
                ("wrong-value", f"teams.roads.{field}.1", 2)
            ]

    @pytest.mark.parametrize("written", ['"terminal:a"', "[4242]", "4242"])
    def test_what_is_no_list_of_rooms(self, written: str) -> None:
        assert [each[0] for each in where(f"[teams.roads]\nrooms = {written}")] == ["wrong-value"]

    def test_administrators(self) -> None:
        assert read('[city]\nadministrators = ["telegram:42"]').city.administrators == (Account("telegram", "42"),)
        assert where('[city]\nadministrators = ["somebody"]') == [("wrong-value", "city.administrators.0", 2)]

    def test_a_council(self) -> None:
        council = read('[councils.jeunes]\nfacilitators = ["matrix:@lea:example.org"]').councils["jeunes"]
        assert council.facilitators == (Account("matrix", "@lea:example.org"),)
        assert council.members == ()

    @pytest.mark.parametrize("name", ["desk_team", "mediation_team"])
    def test_the_special_teams_must_be_there(self, name: str) -> None:
        (problem,) = problems(f'{name} = "nobody"')
        assert (problem.code, problem.key, problem.line) == ("team", name, 1)
        missing = name.removesuffix("_team")
        (problem,) = problems("", teams=TEAMS.replace(f"[teams.{missing}]", "[teams.other]"))
        assert (problem.code, problem.key) == ("team", name)

    def test_a_special_team_may_have_another_name(self) -> None:
        assert read('desk_team = "mediation"').desk_team == "mediation"


class TestProblems:
    @pytest.mark.parametrize(
        ("written", "found"),
        [
            ('[city]\nname = "B"\nnom = "B"', ("unknown-key", "city.nom", 3)),
            ("nothing = 1", ("unknown-key", "nothing", 1)),
            ('[city]\n\n[other]\nname = "x"', ("unknown-key", "other", 3)),
            ('[teams."green spaces"]\nroom = []', ("unknown-key", "teams.green spaces.room", 2)),
            ('[city]\nname = "x"\n[drafts]\nname = "x"', ("unknown-key", "drafts.name", 4)),
            ('[promise]\nquiet = []\nquiet_days = []', ("unknown-key", "promise.quiet_days", 3)),
            ('[telegram]\nmode = "polling"', ("missing-key", "telegram.token", 1)),
            ('[telegram]\ntoken = "x"\nmode = "push"', ("not-one-of", "telegram.mode", 3)),
            ('[log]\nlevel = "loud"', ("not-one-of", "log.level", 2)),
            ("[http]\nport = 0", ("wrong-value", "http.port", 2)),
            ("[http]\nport = 65536", ("wrong-value", "http.port", 2)),
            ("[city]\nlanguages = []", ("wrong-value", "city.languages", 2)),
            ('[city]\ntimezone = "Europe/Pari"', ("wrong-value", "city.timezone", 2)),
            ('[city]\nlanguages = ["fr", "xx"]', ("wrong-value", "city.languages", 2)),
            ('database = "x"', ("wrong-value", "database", 1)),
            ('[city]\nname = "a"\nname = "b"', ("not-toml", "", 3)),
        ],
    )  # fmt: skip
    def test_it_is_told_with_its_name_and_line(self, written: str, found: Where) -> None:
        code, key, line = where(written)[0]
        assert (code, line) == (found[0], found[2])
        assert key.startswith(found[1])

    def test_everything_that_is_wrong_is_told_at_once(self) -> None:
        assert where('[http]\nport = 0\n[log]\nlevel = "loud"\nfile = "x"') == [
            ("wrong-value", "http.port", 2),
            ("not-one-of", "log.level", 4),
            ("unknown-key", "log.file", 5),
        ]

    def test_what_was_found_is_told(self) -> None:
        assert problems("[http]\nport = 70000")[0].found == "70000"
        assert len(problems(f'[log]\nlevel = "{"x" * 500}"')[0].found) <= 80

    @pytest.mark.parametrize("secret", ["[matrix]\npassword = ", "[telegram]\ntoken = ", "[matrix]\naccess_token = "])
    def test_but_never_a_secret(self, secret: str) -> None:
        with pytest.raises(ConfigError) as caught:
            read(f"{secret}7713377133")
        assert "7713377133" not in str(caught.value)

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            load(tmp_path / "none.toml")
        assert [each.code for each in caught.value.problems] == ["unreadable"]

    def test_a_file_in_another_encoding(self, tmp_path: Path) -> None:
        (tmp_path / "config.toml").write_bytes('[city]\nname = "Besançon"\n'.encode("latin-1"))
        with pytest.raises(ConfigError):
            load(tmp_path / "config.toml")

    def test_a_file_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "config.toml").write_text(f'[city]\nname = "Dole"\n{TEAMS}', "utf-8")
        assert load(tmp_path / "config.toml").city.name == "Dole"


class TestEnvironment:
    def test_it_wins_over_the_file_and_leaves_the_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PROXIMCITE_TELEGRAM__TOKEN", "from outside")
        telegram = read('[telegram]\ntoken = "in the file"\nmode = "webhook"').telegram
        assert telegram is not None
        assert (telegram.token, telegram.mode) == ("from outside", "webhook")

    def test_a_section_may_be_there_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert read("").telegram is None
        monkeypatch.setenv("PROXIMCITE_TELEGRAM__TOKEN", "from outside")
        telegram = read("").telegram
        assert telegram is not None
        assert telegram.token == os.environ["PROXIMCITE_TELEGRAM__TOKEN"]

    def test_values_are_read_as_in_the_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PROXIMCITE_PROMISE__ANSWER_WITHIN", "72h")
        monkeypatch.setenv("PROXIMCITE_PROMISE__REMIND_AFTER", '["24h", "71h"]')
        monkeypatch.setenv("PROXIMCITE_HTTP__PORT", "9000")
        monkeypatch.setenv("PROXIMCITE_DESK_TEAM", "mediation")
        settings = read('[promise]\nanswer_within = "48h"\nquiet = []')
        assert settings.promise.answer_within == timedelta(hours=72)
        assert settings.promise.remind_after == (timedelta(hours=24), timedelta(hours=71))
        assert settings.promise.quiet is None
        assert (settings.http.port, settings.desk_team) == (9000, "mediation")

    def test_what_is_wrong_there_is_told_without_a_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PROXIMCITE_PROMISE__ANSWER_WITHIN", "soon")
        assert where("") == [("duration", "promise.answer_within", 0)]

    def test_an_unknown_name_there_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PROXIMCITE_HTTP__PROT", "9000")
        assert where("") == [("unknown-key", "http.prot", 0)]

    def test_a_list_that_is_none_is_told_like_the_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PROXIMCITE_PROMISE__REMIND_AFTER", "24h, 40h")
        assert len(problems("")) == 1
