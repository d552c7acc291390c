"""Beside the four steps: the HTTP port, for whoever watches over the bot, and for a platform's webhook.

``/healthz`` says that the process is alive, ``/readyz`` that its database answers, ``/metrics`` how much waits, was
given up or is late (Prometheus text format). No answer has personal data in it.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.clock import Clock
from storage.database import Database, Unavailable
from storage.health import look


def application(database: Database, clock: Clock) -> web.Application:
    """Make the application with the three paths."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        try:
            await database.run(lambda uow: uow.inbox.cursor(""))
        except Unavailable as error:
            return web.Response(text=f"{error.reason.value}\n", status=503)
        return web.Response(text="ok\n")

    async def metrics(_request: web.Request) -> web.Response:
        try:
            health = await database.run(lambda uow: look(uow.connection, clock.now()))
        except Unavailable as error:
            return web.Response(text=f"{error.reason.value}\n", status=503)
        registry = CollectorRegistry()
        for name, value in asdict(health).items():
            Gauge(f"proximcite_{name}", _HELP[name], registry=registry).set(value)
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve an application while the block runs; gives the port (that of the system's choice for port 0).

    Raises:
        OSError: the port is taken.
    """
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


_HELP: Mapping[str, str] = {
    "inbox_waiting": "Messages received and not yet handled",
    "inbox_dead": "Messages that a handler could not take",
    "inbox_oldest": "Seconds that the oldest unhandled message has waited",
    "outbox_waiting": "Messages to be sent",
    "outbox_dead": "Messages given up",
    "outbox_oldest": "Seconds that the oldest unsent message has waited",
    "requests_open": "Requests that await an answer",
    "requests_late": "Requests whose promised answer is late",
}
