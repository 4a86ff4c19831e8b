"""Rooms of the street, each run in a process that ends at a certain place: killed there, or short of disk.

Started as a program with a home: reads one order a line (JSON) from its input, forks for each, and answers with how the
child ended. The product knows nothing of it: what a room calls is replaced in the child, which kills itself there.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from street_home import Home

Strike = Callable[[], None]


def die() -> None:
    """This process and all that it started end, without a chance to tidy up."""
    os.killpg(0, signal.SIGKILL)


def die_alone() -> None:
    """This process ends; what it started goes on."""
    os.kill(os.getpid(), signal.SIGKILL)


def instead(place: str, what: str, then: Strike, *, when: Callable[..., bool] = lambda *_, **__: True) -> None:
    """The function `what` of module or class `place` strikes when it is called (and `when` agrees), undone."""
    import importlib

    module, _, inner = place.partition(":")
    owner: Any = importlib.import_module(module)
    owner = getattr(owner, inner) if inner else owner
    real = getattr(owner, what)

    def struck(*arguments: Any, **named: Any) -> Any:
        if when(*arguments, **named):
            then()
        return real(*arguments, **named)

    setattr(owner, what, struck)


def _half_gone(folder: Any, **_: Any) -> None:
    """What removes a folder is killed when it has removed a part."""
    for file in sorted(Path(folder).rglob("*.parquet"))[:3]:
        file.unlink()
    die()


def _in_rmtree() -> None:
    shutil.rmtree = _half_gone  # type: ignore[assignment]


def _has_left(path: Path) -> bool:
    """Whether the new folder is about to take the place of an old one that is out of the way."""
    return ".new" in path.name and any(".old" in other.name for other in path.parent.iterdir())


MIDDLES: dict[str, tuple[str, Callable[[], None]]] = {
    "stored, not registered": ("documents__register", lambda: instead("pipelines.documents.register", "add", die)),
    "written, not in its place": (
        "extraction__tables",
        lambda: instead("pathlib:Path", "rename", die, when=lambda path, *_: ".new" in path.name),
    ),
    "old away, new not there": (
        "extraction__tables",
        lambda: instead("pathlib:Path", "rename", die, when=lambda path, *_: _has_left(path)),
    ),
    "in the load's transaction": ("raw_tables", lambda: instead("pipelines.loading.load", "_note_loaded", die)),
    "tables forgotten, not restored": ("restored_tables", lambda: instead("pipelines.repair.run", "_documents", die)),
    "in the models as printed": ("models_as_printed", lambda: _at_event(12, die)),
    "figures forgotten, not corrected": ("corrections", lambda: instead("pipelines.repair.run", "_documents", die)),
    "in the models as meant": ("models_as_meant", lambda: _at_event(12, die)),
    "in the models, dbt left alive": ("models_as_meant", lambda: _at_event(4, die_alone)),
    "page made, not in its place": (
        "transformation__documentation",
        lambda: instead("pathlib:Path", "replace", die, when=lambda path, *_: path.name == "static_index.html"),
    ),
    "old pages away": (
        "quality__validation",
        lambda: instead("pathlib:Path", "rename", die, when=lambda path, *_: path.name == "data_docs.building"),
    ),
    "snapshot built, unnamed": (
        "publication__snapshot",
        lambda: instead("pipelines.publication.publish", "compare", die),
    ),
    "snapshot named, not current": (
        "publication__snapshot",
        lambda: instead("pipelines.publication.snapshot", "make_current", die),
    ),
    "an old snapshot half removed": ("publication__snapshot", _in_rmtree),
}
"""Where a room is struck in its middle: the room, and how."""

SAID = 4000
"""Bytes and more that a pipe holds when nobody listens yet."""
ROOMS = tuple(dict.fromkeys(room for room, _ in MIDDLES.values()))
_events: list[tuple[int, Strike]] = []


def _at_event(number: int, then: Strike) -> None:
    _events.append((number, then))


@dataclass(frozen=True, slots=True)
class Ended:
    """How a room ended: `signal` that killed it (0: none), whether it succeeded, and why not."""

    signal: int
    succeeded: bool
    said: str


class Street:
    """The rooms of one home, to be struck one by one; used as a context."""

    def __init__(self, home: Path, *before: str) -> None:
        command = [*before, sys.executable, __file__]
        self._server = subprocess.Popen(
            command,
            env={**os.environ, "JUESUAN_HOME": str(home), "JUESUAN_LANG": "en", "JUESUAN_KEEP_SNAPSHOTS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            start_new_session=True,
        )

    def __enter__(self) -> Street:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server.stdin
        self._server.stdin.close()
        self._server.wait(timeout=60)

    def digest(self, of: str) -> str:
        """A checksum over all rows, `published` or `from_nothing` (whole.py), on a disk that only the street sees."""
        return self.run("", look=of).said

    def seen_from_outside(self, path: Path) -> Path:
        """The path as this process finds it, where the street's is on a disk that only the street sees."""
        return Path(f"/proc/{self._server.pid}/root{path}")

    def run(self, room: str, **how: Any) -> Ended:
        """The room alone; `middle` or `border=True` say where it is killed, `most` how long a file may grow."""
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps({"room": room, **how}) + "\n")
        self._server.stdin.flush()
        return Ended(**json.loads(self._server.stdout.readline()))


def _serve() -> None:
    from pipelines.cli import instance

    instance.prepare()
    from pipelines.definitions import defs

    for line in sys.stdin:
        order = json.loads(line)
        mouth, ear = os.pipe()[::-1]
        child = os.fork()
        if child == 0:
            os.setsid()
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            try:
                done = _room(defs, order, lambda said, mouth=mouth: os.write(mouth, said.encode()))
            except Exception:
                os.write(mouth, traceback.format_exc().encode())
                os._exit(2)
            os._exit(0 if done else 1)
        os.close(mouth)
        _, status = os.waitpid(child, 0)
        with os.fdopen(ear, encoding="utf-8", errors="replace") as told:
            said = told.read()
        killed = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        print(json.dumps({"signal": killed, "succeeded": status == 0, "said": said}), flush=True)


def _room(defs: Any, order: dict[str, Any], say: Callable[[str], object]) -> bool:
    """Whether the room succeeded, run as a job runs it; why it failed is said."""
    if "look" in order:
        import whole

        rows = getattr(whole, order["look"])(Home(Path(os.environ["JUESUAN_HOME"])))
        say(hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest())
        return True
    from dagster import AssetSelection, DagsterInstance, Definitions, define_asset_job

    if "middle" in order:
        MIDDLES[order["middle"]][1]()
    if "most" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["most"], order["most"]))
    (chosen,) = [one for one in defs.assets if one.op.name == order["room"]]
    alone = Definitions(
        assets=[chosen],
        resources=defs.resources,
        jobs=[define_asset_job("room", AssetSelection.assets(chosen))],
        executor=defs.executor,
    )
    seen = 0

    def listen(entry: Any) -> None:
        nonlocal seen
        event = entry.dagster_event
        if event is None:
            return
        if event.event_type_value == "ASSET_MATERIALIZATION":
            seen += 1
            for number, strike in _events:
                if seen == number:
                    strike()
        if event.event_type_value == "STEP_FAILURE":
            say(event.step_failure_data.error.to_string()[-SAID:])
        if event.event_type_value == "STEP_SUCCESS" and order.get("border"):
            die()

    with DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
        run_id = str(uuid.uuid4())
        instance.add_event_listener(run_id, listen)
        job = alone.resolve_job_def("room")
        done = job.execute_in_process(instance=instance, run_id=run_id, raise_on_error=False)
        return bool(done.success)


if __name__ == "__main__":
    _serve()
