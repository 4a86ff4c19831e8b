"""The desk as a web application: a table of contents. Reads requests; gives pages.

Grain: one application per process. Pages are made in threads, so that a slow question holds up nobody else.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pipelines.review import reviewing, rooms
from pipelines.review.decisions import FileNotUnderstood
from pipelines.review.desk import Desk
from pipelines.review.editions import NothingPublished
from pipelines.review.guard import LARGEST_BODY, Headers

Page = Callable[[Desk, Request], Response]


def application(desk: Desk, hosts: Sequence[str]) -> Starlette:
    """The desk, answering to these host names only (`*`: to any, where a proxy with a login stands before it)."""

    def page(path: str, made: Page) -> Route:
        return Route(path, functools.partial(_shown, desk, made), methods=["GET"])

    return Starlette(
        routes=[
            page("/", rooms.last_night),
            page("/findings", reviewing.finding_list),
            page("/findings.{kind:str}", _export(reviewing.findings_exported)),
            page("/findings/{finding_id}", reviewing.finding),
            Route("/findings/{finding_id}", functools.partial(_decided, desk), methods=["POST"]),
            page("/departments", rooms.department_list),
            page("/department", rooms.department),
            page("/identities", rooms.identity_list),
            page("/identities/{identity_id}", rooms.identity),
            page("/coverage", rooms.coverage_list),
            page("/ask", reviewing.ask),
            page("/ask.{kind:str}", _export(reviewing.ask_exported)),
            page("/library", rooms.library),
            page("/fiscal-data-package.zip", reviewing.fiscal_package),
            page("/documents/{document_id}/report.html", reviewing.report),
            page("/snapshot/{path:path}", _file_of_snapshot("")),
            page("/tools/{path:path}", _file_of_snapshot("docs/")),
            Mount("/static", StaticFiles(packages=[("pipelines.review", "static")])),
        ],
        middleware=[
            Middleware(Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(GZipMiddleware, minimum_size=2_000, compresslevel=4),
        ],
        exception_handlers={
            404: functools.partial(_handled, desk, _missing),
            NothingPublished: functools.partial(_handled, desk, _nothing_published),
            FileNotUnderstood: functools.partial(_handled, desk, _not_understood),
        },
    )


async def _shown(desk: Desk, made: Page, request: Request) -> Response:
    return await run_in_threadpool(made, desk, request)


async def _decided(desk: Desk, request: Request) -> Response:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return PlainTextResponse("413", 413)
    return await run_in_threadpool(reviewing.decide, desk, request, bytes(body))


async def _handled(
    desk: Desk, made: Callable[[Desk, Request, Exception], Response], request: Request, error: Exception
) -> Response:
    return await run_in_threadpool(made, desk, request, error)


def _missing(desk: Desk, request: Request, error: Exception) -> Response:  # noqa: ARG001  every handler has this shape
    return desk.page(request, "missing", 404, edition=None)


def _nothing_published(desk: Desk, request: Request, error: Exception) -> Response:  # noqa: ARG001
    return desk.page(request, "nothing", 503, edition=None)


def _not_understood(desk: Desk, request: Request, error: Exception) -> Response:
    return desk.page(request, "trouble", 500, edition=None, what=str(error))


def _export(made: Page) -> Page:
    """Only the two kinds of spreadsheet have an address."""

    def exported(desk: Desk, request: Request) -> Response:
        if request.path_params["kind"] not in ("csv", "xlsx"):
            return desk.page(request, "missing", 404, edition=desk.shelf.current())
        return made(desk, request)

    return exported


def _file_of_snapshot(below: str) -> Page:
    """The files that the snapshot's manifest names, and no others."""

    def served(desk: Desk, request: Request) -> Response:
        edition = desk.shelf.current()
        wanted = os.path.normpath(below + request.path_params["path"])
        if wanted not in edition.files and f"{wanted}/index.html" in edition.files:
            wanted = f"{wanted}/index.html"
        if wanted not in edition.files or not wanted.startswith(below):
            return desk.page(request, "missing", 404, edition=edition)
        # Pages of the tools run apart, and still have to get their own styles and fonts.
        headers = {"cross-origin-resource-policy": "cross-origin"} if below else {}
        if below and wanted.endswith(".woff2"):
            headers["access-control-allow-origin"] = "*"
        return FileResponse(Path(edition.folder) / wanted, headers=headers)

    return served
