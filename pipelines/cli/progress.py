"""What a running street shows. Reads Dagster's events of one run; writes to the terminal, or plain lines
into a pipe.

Grain: one line per room.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from pipelines.cli.speech import label

ROOMS = {
    "documents__register": ("登记文件", "documents"),
    "extraction__tables": ("读取数字", "extraction"),
    "raw_tables": ("载入", "loading"),
    "restored_tables": ("复原错位的表", "damaged tables"),
    "models_as_printed": ("建模与检验：照印", "models and identities, as printed"),
    "corrections": ("查找可疑数字", "figures in doubt"),
    "models_as_meant": ("建模与检验：应为", "models and identities, as meant"),
    "transformation__documentation": ("dbt 文档", "dbt's documentation"),
    "quality__validation": ("期望套件", "suites"),
    "publication__snapshot": ("发布快照", "publication"),
}
"""Dagster's step for each room, in the order of the street."""

MODELS = ("models_as_printed", "models_as_meant")


@dataclass(slots=True)
class Seen:
    """What the events of the run said, kept for the summary: metadata by asset, and the failures."""

    metadata: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    failed_checks: list[str] = field(default_factory=list)
    isolated: list[str] = field(default_factory=list)
    """Documents that were put into quarantine because a room failed on them, "zh / en"."""

    before: list[str] = field(default_factory=list)
    """What was put right before this run began anew."""

    @property
    def healed(self) -> list[str]:
        """What was put right, "zh / en", in the order of the street."""
        return [
            *self.before,
            *(said for told in self.metadata.values() for said in told.get("healed", [])),
            *self.isolated,
        ]


class Show:
    """Follows one run; used as a context, and called with every event."""

    def __init__(self, expected_models: int, stream: TextIO) -> None:
        self.seen = Seen()
        self._stream = stream
        self._expected_models = expected_models
        self._began: dict[str, float] = {}
        self._tasks: dict[str, TaskID] = {}
        self._bars: Progress | None = None
        if stream.isatty():
            self._bars = Progress(
                SpinnerColumn(finished_text="[green]✓[/]"),
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("[dim]{task.fields[detail]}[/]"),
                console=Console(file=stream),
            )

    def __enter__(self) -> Self:
        if self._bars:
            self._bars.start()
            for step, names in ROOMS.items():
                total = self._expected_models // 2 if step in MODELS else 1
                self._tasks[step] = self._bars.add_task(label(*names), total=total, start=False, detail="")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bars:
            self._bars.stop()

    def __call__(self, entry: Any) -> None:
        """The display and what is kept for the summary follow the event."""
        event = entry.dagster_event
        if event is None:
            self._detail(entry.step_key, entry.user_message)
            return
        kind = event.event_type_value
        if kind == "STEP_START":
            self._start(event.step_key)
        elif kind == "STEP_SUCCESS":
            self._finish(event.step_key)
        elif kind == "STEP_FAILURE":
            self.seen.failures.append(_cause(event.step_failure_data))
            self.seen.isolated += _isolated(event.step_failure_data)
        elif kind == "ASSET_MATERIALIZATION":
            made = event.step_materialization_data.materialization
            self.seen.metadata[made.asset_key.to_user_string()] = {
                name: value.value for name, value in made.metadata.items()
            }
            self._advance(event.step_key, made.asset_key.path[-1])
        elif kind == "ASSET_CHECK_EVALUATION":
            check = event.asset_check_evaluation_data
            if not check.passed and check.blocking:
                self.seen.failed_checks.append(_told(check))
            self._advance(event.step_key, check.check_name)

    def _start(self, step: str) -> None:
        self._began[step] = time.monotonic()
        if self._bars and step in self._tasks:
            self._bars.start_task(self._tasks[step])

    def _advance(self, step: str, detail: str) -> None:
        if self._bars and step in MODELS:
            self._bars.update(self._tasks[step], advance=1, detail=detail)

    def _detail(self, step: str | None, message: str) -> None:
        if step not in ROOMS:
            return
        if self._bars:
            self._bars.update(self._tasks[step], detail=message.split(" / ", maxsplit=1)[0])
        elif " / " in message:
            zh, _, en = message.partition(" / ")
            print(f"  {label(zh, en)}", file=self._stream, flush=True)

    def _finish(self, step: str) -> None:
        if step not in ROOMS:
            return
        if self._bars:
            total = self._bars.tasks[self._tasks[step]].total
            self._bars.update(self._tasks[step], completed=total, detail="")
        else:
            took = time.monotonic() - self._began.get(step, time.monotonic())
            print(f"✓ {label(*ROOMS[step])} · {took:.1f} s", file=self._stream, flush=True)


def _cause(failure: Any) -> str:
    """The innermost cause, in the words of whoever raised it."""
    told = failure.user_failure_data.description if failure.user_failure_data else None
    if told:
        return str(told)
    error = failure.error
    while error is not None and error.cause is not None:
        error = error.cause
    return str(error.message).strip() if error else "?"


def _isolated(failure: Any) -> list[str]:
    told = failure.user_failure_data.metadata if failure.user_failure_data else {}
    return list(told["isolated"].value) if "isolated" in told else []


def _told(check: Any) -> str:
    said = {name: value.value for name, value in check.metadata.items()}
    return f"{check.asset_key.to_user_string()}: {check.check_name} {said}"
