"""The pages and their addresses, put together: the console as one ASGI application."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from mailbridge.console import editpage, item, items, overview, people, rendering, rulepages, settingspage
from mailbridge.console.guard import Guard, TooLong
from mailbridge.console.health import Health
from mailbridge.console.parts import Parts
from mailbridge.console.sessions import Sessions
from mailbridge.console.signing import Signing
from mailbridge.console.throttle import Throttle
from mailbridge.console.visits import Entrance, Forbidden, Page
from mailbridge.errors import OperatorError
from mailbridge.plan import ItemState

log = logging.getLogger("mailbridge.console")


def build(parts: Parts, port: int, clock: Callable[[], float] = time.time) -> ASGIApp:
    """The application for a console that browsers reach at `port`."""
    sessions = Sessions(parts.console.users, parts.spool.secret(), clock)
    entrance = Entrance(parts, sessions)
    signing = Signing(entrance, Throttle(time.monotonic))
    health = Health(parts)
    routes = [
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/metrics", health.metrics),
        Route("/static/{name}", _static),
        Route("/sign-in", signing.show, methods=["GET"]),
        Route("/sign-in", signing.sign_in, methods=["POST"]),
        Route("/sign-out", entrance.page(signing.sign_out), methods=["POST"]),
        *_pages(entrance),
    ]
    return Guard(Starlette(routes=routes, exception_handlers=_handlers(entrance)), parts.console, port)


def _pages(entrance: Entrance) -> Sequence[BaseRoute]:
    def get(path: str, page: Page) -> Route:
        return Route(path, entrance.page(page), methods=["GET"])

    def post(path: str, page: Page) -> Route:
        return Route(path, entrance.page(page), methods=["POST"])

    return [
        get("/", overview.overview),
        get("/items", items.items),
        get("/items/{item:int}", item.item),
        post("/items/{item:int}", item.act),
        post("/items/{item:int}/create", item.create),
        get("/items/{item:int}/edit", editpage.show),
        post("/items/{item:int}/edit", editpage.save),
        get("/items/{item:int}/original", item.download),
        get("/items/{item:int}/html", item.markup),
        get("/items/{item:int}/parts/{number:int}", item.part),
        get("/review", lambda visit: items.queue(visit, ItemState.REVIEW, "review.html")),
        post("/review", lambda visit: items.act_in_queue(visit, ItemState.REVIEW)),
        get("/failed", lambda visit: items.queue(visit, ItemState.FAILED, "failed.html")),
        post("/failed", lambda visit: items.act_in_queue(visit, ItemState.FAILED)),
        get("/rules", rulepages.rule_files),
        get("/rules/try", rulepages.playground),
        post("/rules/try", rulepages.playground),
        get("/people", people.people),
        get("/settings", settingspage.settings),
    ]


def _static(request: Request) -> Response:
    found = rendering.static(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    content, kind = found
    return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=604800"})


def _handlers(entrance: Entrance) -> dict[Any, Any]:
    """Errors as pages: a sentence on what to do, never an exception's words but our own."""
    def told(status: int, words: str) -> Response:
        return rendering.bare_page("error.html", status, entrance.parts, words=words, code=status)

    def refused(request: Request, status: int, words: str) -> Response:
        """Nothing is broken: whoever is signed in keeps the menu."""
        visit = entrance.visit(request)
        if visit is None:
            return told(status, words)
        try:
            return rendering.page(visit, "error.html", status, words=words, code=status)
        except OperatorError:           # the menu counts what waits, and the spool is away
            return told(status, words)

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return refused(request, error.status_code, _WORDS.get(error.status_code, error.detail))

    def fault(request: Request, error: Exception) -> Response:
        log.error("a fault in the console, %s %s", request.method, request.url.path, exc_info=error)
        return told(500, "This is a fault in mailbridge. Its log says more.")

    return {
        HTTPException: http,
        Forbidden: lambda request, error: refused(request, 403, str(error)),
        OperatorError: lambda request, error: told(503, str(error)),
        TooLong: lambda request, error: PlainTextResponse("That is more than 1 MiB.\n", 413),
        TimeoutError: lambda request, error: PlainTextResponse("The request took too long to arrive.\n", 408),
        Exception: fault,
    }


_WORDS = {404: "There is no such page or item.", 405: "This page is not to be asked that way."}
