"""What keeps strangers out. Reads requests; writes response headers.

A page of another site can neither decide in a reader's name (every decision carries a word that only our own pages
know, and comes from our own origin) nor read the desk through a name that it lets point to this machine.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
"""Our own pages run no script at all, whatever a document smuggles into one."""
TOOLS_POLICY = (
    "sandbox allow-scripts allow-popups; default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:;"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
    " worker-src blob:"
)
"""The pages of dbt and Great Expectations bring scripts: they run apart, as if from another site, and reach nothing."""
LARGEST_BODY = 32_768
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Headers:
    """Every answer says what a browser may do with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                policy = TOOLS_POLICY if scope["path"].startswith("/tools/") else POLICY
                for name, value in {**_HEADERS, "content-security-policy": policy}.items():
                    if name.encode() not in present:
                        message["headers"] = [*message["headers"], (name.encode(), value.encode())]
            await send(message)

        await self._app(scope, receive, named)


class Forms:
    """The word that a form of ours carries; it changes with every start of the desk."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def word(self, subject: str) -> str:
        return hmac.new(self._secret, subject.encode(), hashlib.sha256).hexdigest()[:32]

    def is_ours(self, request: Request, subject: str, word: str) -> bool:
        """Whether the form was sent from a page of this desk."""
        site = request.headers.get("sec-fetch-site", "same-origin")
        origin = request.headers.get("origin")
        host = request.headers.get("host", "")
        same = origin is None or origin.partition("://")[2] == host
        return site == "same-origin" and same and hmac.compare_digest(word.encode(), self.word(subject).encode())
