"""The peer of benchmarks/desk.py: APScheduler 3 with one job a request in its SQLAlchemy store.

Usage: python -m benchmarks.bots.apscheduler_jobs FOLDER JOBS BURST

Prints JSON: megabytes that the process grows by, seconds to start, seconds until a burst has run. A job only counts;
the store is filled in bulk, for one by one it would take minutes.
"""

import json
import pickle
import resource
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import perf_counter

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import insert

PATIENCE = 120.0
"""Seconds after which a burst is given up."""

ran: list[int] = []
enough = Event()
wanted = 0


def remind(request: int) -> None:
    """Be the reminder of a request."""
    ran.append(request)
    if len(ran) >= wanted:
        enough.set()


def _fill(store: SQLAlchemyJobStore, scheduler: BackgroundScheduler, many: int, burst: int) -> None:
    now = datetime.now(UTC)
    rows = []
    for number in range(many):
        due = now - timedelta(seconds=1) if number < burst else now + timedelta(days=1, seconds=number)
        job = Job(
            scheduler, id=str(number), func=remind, args=(number,), kwargs={}, name="remind",
            trigger=DateTrigger(due), executor="default", misfire_grace_time=None, coalesce=True, max_instances=1,
            next_run_time=due,
        )  # fmt: skip
        state = pickle.dumps(job.__getstate__(), store.pickle_protocol)
        rows.append({"id": job.id, "next_run_time": due.timestamp(), "job_state": state})
    with store.engine.begin() as connection:
        connection.execute(insert(store.jobs_t), rows)


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main(folder: str, many: int, burst: int) -> None:
    """Fill the store and measure the scheduler that finds it full."""
    global wanted  # A job is found by its name, so what it counts with is the module's.
    wanted = burst
    store = SQLAlchemyJobStore(url=f"sqlite:///{folder}/jobs.db")
    scheduler = BackgroundScheduler(timezone=UTC)
    store.start(scheduler, "default")
    _fill(store, scheduler, many, burst)
    before, began = _megabytes(), perf_counter()
    again = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(engine=store.engine)}, timezone=UTC)
    again.start()
    started = perf_counter() - began
    if not enough.wait(PATIENCE):
        raise SystemExit(f"only {len(ran)} of {burst} jobs ran")
    done = perf_counter() - began
    every = again.get_jobs()
    print(json.dumps({"start": started, "burst": done, "memory": _megabytes() - before, "jobs": len(every)}))
    again.shutdown()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
