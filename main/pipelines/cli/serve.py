"""`juesuan serve`: Dagster's webserver and daemon as children of this process. Writes below `build/dagster/`.

Both end when this one is told to end, and this one ends when one of them does.
"""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from pipelines import paths
from pipelines.cli import instance
from pipelines.cli.speech import complain, say

CANNOT_START = 2
_STOP_SECONDS = 20


def run(arguments: argparse.Namespace) -> int:
    """0 after an ordered stop; 1 when webserver or daemon ended by itself; 2 when it cannot start."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((arguments.host, arguments.port))
        except OSError as error:
            complain(
                f"{arguments.host}:{arguments.port} 无法使用（{error.strerror}），请用 --port 另选端口。",
                f"{arguments.host}:{arguments.port} cannot be used ({error.strerror}): choose another --port.",
            )
            return CANNOT_START
    say("正在准备 …", "Getting ready …")
    instance.prepare()
    bin_folder = Path(sys.executable).parent
    code = ["-m", "pipelines.definitions"]
    children = [
        subprocess.Popen(
            [bin_folder / "dagster-webserver", "-h", arguments.host, "-p", str(arguments.port), *code],
            cwd=paths.root(),
        ),
        subprocess.Popen([bin_folder / "dagster-daemon", "run", *code], cwd=paths.root()),
    ]
    address = f"http://{arguments.host}:{arguments.port}"
    say(
        f"网页：{address} · 每夜 02:00（上海）刷新；放入 raw/inbox/ 的文件会自动读取。Ctrl-C 停止。",
        f"Open {address} · nightly at 02:00 Asia/Shanghai; raw/inbox/ is watched. Ctrl-C stops.",
    )
    return _wait(children)


def _wait(children: list[subprocess.Popen[bytes]]) -> int:
    told: list[int] = []

    def tell(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, tell)
    while not told and all(child.poll() is None for child in children):
        time.sleep(0.2)
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
    deadline = time.monotonic() + _STOP_SECONDS
    for child in children:
        try:
            child.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
    if told:
        say("已停止。", "Stopped.")
        return 0
    complain("网页或守护进程意外结束，原因见上文。", "Webserver or daemon ended by itself: the cause stands above.")
    return 1
