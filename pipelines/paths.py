"""Where things live. Every path is absolute, whatever the working directory. Reads the environment, and the bytes of
a file whose fingerprint is asked for."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The project's folder: `JUESUAN_HOME` if set, else the checkout this package stands in."""
    home = os.environ.get("JUESUAN_HOME")
    return Path(home).resolve() if home else Path(__file__).resolve().parent.parent


def raw() -> Path:
    return root() / "raw"


def register() -> Path:
    return raw() / "register.csv"


def errata() -> Path:
    return raw() / "errata.csv"


def extracted() -> Path:
    return raw() / "extracted"


def documents() -> Path:
    return raw() / "documents"


def inbox() -> Path:
    return raw() / "inbox"


def quarantine() -> Path:
    return raw() / "quarantine"


def seeds() -> Path:
    return dbt_project() / "seeds"


def dbt_project() -> Path:
    return root() / "dbt_project"


def identities() -> Path:
    return root() / "expectations" / "identities"


def quarantine_list() -> Path:
    return quarantine() / "quarantine.csv"


def data_docs() -> Path:
    return build() / "quality" / "data_docs"


def model_docs() -> Path:
    return build() / "dbt" / "docs"


def dispositions() -> Path:
    return root() / "expectations" / "dispositions.csv"


def build() -> Path:
    return root() / "build"


def warehouse() -> Path:
    return build() / "juesuan.duckdb"


def spark() -> Path:
    """What Spark reads and builds, as Parquet; on a cluster a folder that every worker sees under this name."""
    return build() / "spark"


def published() -> Path:
    return root() / "published"


def current_snapshot() -> Path:
    return published() / "current"


def sha256_of(path: Path) -> str:
    """The sha256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
