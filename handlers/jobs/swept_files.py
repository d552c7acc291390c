"""Job: once an hour the contents of files go to which nothing refers any more, after an erasure or a crash."""

from datetime import datetime, timedelta
from pathlib import Path

from bot.handling import Job, Tick
from storage.contents import Contents

LEFT_ASIDE = timedelta(days=1)
"""What was put aside so long ago, and is kept by nobody, was left by a process that died."""


def run(tick: Tick) -> int:
    """Sweep the folder, unless that was done in this hour."""
    hour = _hour(tick.now)
    if tick.uow.marks.is_done("files", hour):
        return 0
    tick.uow.marks.done("files", hour, tick.now)
    files, contents = tick.uow.files, Contents(Path(tick.city.settings.files.folder))
    contents.sweep(files.owner(), files.digests(), tick.now - LEFT_ASIDE)
    return 1


def _hour(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H}"


JOB = Job("swept_files", run, lambda upcoming, _city, now: upcoming.done["files"] < _hour(now))
