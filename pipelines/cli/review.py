"""`juesuan review`: the review desk on the published snapshot. Reads `published/`; writes only
`expectations/dispositions.csv`.

On the loopback address unless told otherwise; elsewhere it says what must stand before it.
"""

from __future__ import annotations

import argparse
import csv
import ipaddress
import socket
import threading
import webbrowser

import uvicorn

from pipelines import paths, settings
from pipelines.cli import at_hand
from pipelines.cli.faces.telling import SEVERITIES, VERDICTS
from pipelines.cli.speech import complain, say
from pipelines.repair.words import SLIPS
from pipelines.review.application import application
from pipelines.review.decisions import Dispositions
from pipelines.review.desk import Beside, Desk
from pipelines.review.words import SLIPS as TABLE_SLIPS

CANNOT_START = 2
_STOP_SECONDS = 5


def run(arguments: argparse.Namespace) -> int:
    """0 after an ordered stop; 2 when the address cannot be used."""
    try:
        listening = _listen(arguments.host, arguments.port)
    except OSError as error:
        complain(
            f"{arguments.host}:{arguments.port} 无法使用（{error.strerror}），请用 --port 另选端口。",
            f"{arguments.host}:{arguments.port} cannot be used ({error.strerror}): choose another --port.",
        )
        return CANNOT_START
    port = listening.getsockname()[1]
    address = f"http://{_bracketed(arguments.host)}:{port}"
    say(f"复核台：{address} · Ctrl-C 停止。", f"The review desk: {address} · Ctrl-C stops.")
    hosts = ["127.0.0.1", "localhost", "[::1]", arguments.host, *arguments.name]
    if not _is_loopback(arguments.host):
        _tell_how_to_protect(port)
        hosts = ["*"]
    if not (paths.current_snapshot() / "manifest.json").is_file():
        complain(
            "还没有已发布的快照：make refresh 之后刷新网页即可。",
            "Nothing is published yet: run make refresh, then load the page again.",
        )
    opened = desk()
    opened.watch()
    server = uvicorn.Server(
        uvicorn.Config(
            application(opened, hosts),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
    )
    if not arguments.no_browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    server.run(sockets=[listening])
    say("已停止。", "Stopped.")
    return 0


def desk() -> Desk:
    """The desk of this home, with what the other rooms know."""
    return Desk(
        published=paths.published(),
        dispositions=Dispositions(paths.dispositions()),
        beside=Beside(
            printed=at_hand.printed,
            report=at_hand.report,
            slips=SLIPS | TABLE_SLIPS,
            verdicts=VERDICTS,
            severities=SEVERITIES,
            statements=_statements(),
            today=settings.run_date,
        ),
    )


def _statements() -> dict[str, tuple[str, str]]:
    """The titles of the statutory tables by kind."""
    with (paths.seeds() / "statement_kind.csv").open(encoding="utf-8", newline="") as file:
        return {row["kind"]: (row["title_zh"], row["title_en"]) for row in csv.DictReader(file)}


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # From here on who comes waits for the first answer instead of being turned away.
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tell_how_to_protect(port: int) -> None:
    nginx = (
        "    location / { auth_basic juesuan; auth_basic_user_file …;\n"
        f"                 proxy_pass http://127.0.0.1:{port}; proxy_set_header Host $http_host; }}"
    )
    say(
        "⚠ 复核台自己没有登录：能连到它的人都能记下决定。\n"
        "  请让它只监听 127.0.0.1，前面放一个带登录与 HTTPS 的反向代理，并用 --name 告知其域名。例如 nginx：\n"
        f"{nginx}\n  或用 ssh -L 转发端口。详见 docs/operations.md。",
        "⚠ The desk has no login of its own: whoever reaches it can decide.\n"
        "  Leave it on 127.0.0.1, put a reverse proxy with a login and HTTPS before it, and give its --name. nginx:\n"
        f"{nginx}\n  Or forward the port with ssh -L. See docs/operations.md.",
    )
