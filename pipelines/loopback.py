"""A standalone cluster of Spark on the loopback address, for as long as it is needed: one master, two workers.

Writes its logs to `build/logs/`; every process it started is ended. Part of the floor, beside the door to Spark.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipelines import paths, settings

ADDRESS = "127.0.0.1"
WORKERS = 2
WATCHED = ("sh", "-c", '"$@" & read -r _; kill -9 $!; wait', "sh")
"""Runs what follows until our end of its input is closed: by us, or by the system when this process was killed. Nothing
of a master or a worker is worth an orderly end."""
PATIENCE_SECONDS = 60
"""A Java process that has not opened its port by then will not."""


class ClusterError(RuntimeError):
    """The cluster did not come up; its log says why."""


@contextmanager
def standing(workers: int = WORKERS) -> Iterator[str]:
    """The cluster's master URL, while it stands. Raises ClusterError."""
    with ExitStack() as started:
        port = _free_port()
        at = ["--host", ADDRESS, "--webui-port", "0"]
        master = _start(started, "master.Master", [*at, "--port", str(port)])
        _wait_for(port, master)
        url = f"spark://{ADDRESS}:{port}"
        cores = max((os.cpu_count() or workers) // workers, 1)
        for number in range(workers):
            place = paths.spark() / "workers" / str(number)
            held = ["--cores", str(cores), "--memory", settings.current().spark_memory, "--work-dir", str(place)]
            _start(started, "worker.Worker", [*at, *held, url], number)
        yield url


def _start(started: ExitStack, role: str, arguments: list[str], number: int = 0) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    log = paths.build() / "logs" / f"spark-{role.split('.', maxsplit=1)[0]}-{number}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [*WATCHED, str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{role}", *arguments],
        env={**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": ADDRESS, "SPARK_NO_DAEMONIZE": "1"},
        stdin=subprocess.PIPE,
        stdout=started.enter_context(log.open("wb")),
        stderr=subprocess.STDOUT,
    )
    started.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.wait()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind((ADDRESS, 0))
        port: int = asked.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as asked:
            if asked.connect_ex((ADDRESS, port)) == 0:
                return
        time.sleep(0.2)
    raise ClusterError("Spark 集群未能启动，见 build/logs/ / Spark's master did not come up: see build/logs/")
