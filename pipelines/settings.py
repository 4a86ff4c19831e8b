"""What may be set from outside, once. Reads the environment; writes nothing but the environment of libraries.

Every setting has a default that a fresh machine can live with; `JUESUAN_<NAME>` overrides it.
"""

from __future__ import annotations

import hashlib
import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from pipelines import paths

SCHEDULE = "0 2 * * *"
TIME_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force for this process."""

    keep_snapshots: int
    """Published snapshots kept beside the current one."""
    warehouse_wait_seconds: int
    """How long a refresh waits for a warehouse that an interrupted run's dbt still holds."""
    read_seconds: int
    """How long one document may be read before it is quarantined."""
    read_memory_mb: int
    """How much memory the process that reads documents may take."""
    memory_mb: int
    """What DuckDB may hold in memory before it goes to disk; Python needs about a gigabyte beside it."""
    batch_rows: int
    """Rows of extracted tables that a model takes in at once, document by document."""
    language: str
    """Language of messages: `both` (Chinese, then English), `zh` or `en`."""
    engine: str
    """What builds the models: `duckdb`, embedded, or `spark`."""
    spark_master: str
    """Spark's master: `local[*]`, `spark://host:7077`, or `loopback` (a cluster of two workers on this machine, for as
    long as it is needed)."""
    spark_memory: str
    """Memory of Spark's driver, and of each executor of a cluster."""
    spark_options: tuple[str, ...]
    """Further `name=value` of Spark."""


class SettingError(ValueError):
    """A setting from the environment that cannot be used."""


def current() -> Settings:
    """The settings of this process, read from the environment now."""
    language = os.environ.get("JUESUAN_LANG", "both")
    if language not in {"both", "zh", "en"}:
        raise SettingError(f"JUESUAN_LANG={language}: use both, zh or en")
    engine = os.environ.get("JUESUAN_ENGINE", "duckdb")
    if engine not in {"duckdb", "spark"}:
        raise SettingError(f"JUESUAN_ENGINE={engine}: use duckdb or spark")
    options = _options("JUESUAN_SPARK_OPTIONS")
    memory_mb = _whole_number("JUESUAN_MEMORY_MB", default=min(_machine_mb() // 2, 9000))
    return Settings(
        keep_snapshots=_whole_number("JUESUAN_KEEP_SNAPSHOTS", default=7),
        warehouse_wait_seconds=_whole_number("JUESUAN_WAREHOUSE_WAIT_SECONDS", default=120),
        read_seconds=_whole_number("JUESUAN_READ_SECONDS", default=1800),
        read_memory_mb=_whole_number("JUESUAN_READ_MEMORY_MB", default=4096),
        memory_mb=memory_mb,
        batch_rows=_whole_number("JUESUAN_BATCH_ROWS", default=memory_mb * _ROWS_BY_MB) or 1,
        language=language,
        engine=engine,
        spark_master=os.environ.get("JUESUAN_SPARK_MASTER", "local[*]"),
        spark_memory=os.environ.get("JUESUAN_SPARK_MEMORY", "3g"),
        spark_options=options,
    )


def prepare_environment() -> None:
    """Telemetry of every library is off and each writes below `build/`; to be called before they are
    imported."""
    build = paths.build()
    os.environ.update(
        DO_NOT_TRACK="1",
        DBT_SEND_ANONYMOUS_USAGE_STATS="False",
        GX_ANALYTICS_ENABLED="False",
        DAGSTER_DISABLE_TELEMETRY="1",
        JUESUAN_WAREHOUSE=str(paths.warehouse()),
        JUESUAN_MEMORY_MB=str(current().memory_mb),
        DAGSTER_HOME=str(build / "dagster"),
        JUESUAN_DAGSTER_STORAGE=str(build / "dagster"),
        DBT_TARGET_PATH=str(build / "dbt" / "target"),
        DBT_LOG_PATH=str(build / "dbt" / "logs"),
        DBT_PROFILES_DIR=str(paths.dbt_project()),
    )


def dbt_manifest() -> Path:
    """What dbt says of its project: models, columns, descriptions."""
    return paths.build() / "dbt" / "target" / "manifest.json"


def code_version() -> str:
    """The distribution's version, and the commit where there is a checkout to ask."""
    from importlib.metadata import version

    head = paths.root() / ".git" / "HEAD"
    commit = head.read_text(encoding="utf-8").strip() if head.is_file() else ""
    if commit.startswith("ref: "):
        reference = head.parent / commit.removeprefix("ref: ")
        commit = reference.read_text(encoding="utf-8").strip() if reference.is_file() else ""
    return version("juesuan") + (f"+{commit[:10]}" if commit else "")


def run_date() -> str:
    """Today in the schedule's time zone, ISO: the night a finding is first or last seen."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(TIME_ZONE)).date().isoformat()


def _whole_number(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise SettingError(f"{name}={text}: a whole number is needed")
    return int(text)


def _options(name: str) -> tuple[str, ...]:
    try:
        options = tuple(shlex.split(os.environ.get(name, "")))
    except ValueError:
        options = ("",)
    if any("=" not in option for option in options):
        raise SettingError(f"{name}: name=value, parted by spaces, quoted where a value holds some")
    return options


_ROWS_BY_MB = 60
"""The largest model takes about 5 kB a row of the documents it is made of; a third of the memory is for that."""


def _machine_mb() -> int:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def models_fingerprint() -> str:
    """A checksum over everything that decides what models and repairs compute, documents aside."""
    digest = hashlib.sha256()
    for folder in (paths.dbt_project(), paths.identities(), Path(__file__).parent / "repair"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".sql", ".yml", ".yaml", ".csv", ".py"} and not path.name.startswith("."):
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
