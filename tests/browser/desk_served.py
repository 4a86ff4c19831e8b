"""A desk at an address: in this process, or as the command that people run. Reads a desk or a home; writes nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from pipelines.review.application import application
from pipelines.review.desk import Desk


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """The address of the desk, served in this process as long as the context lasts."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(desk, ["127.0.0.1"]), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


@contextmanager
def command(home: Path, *arguments: str) -> Iterator[str]:
    """The address that `juesuan review` says, run as a command on the home."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli.main", "review", "--no-browser", "--port", "0", *arguments],
        env={**os.environ, "JUESUAN_HOME": str(home), "JUESUAN_LANG": "en", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = said.split()[3]
        _wait_for(address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/static/desk.css", timeout=2).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")
