"""What a table holds, in a few words. Reads any DuckDB relation; writes nothing.

Grain: one `Digest` per table. The digest does not depend on the order of rows, so it survives copying and
Parquet.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from pipelines.warehouse import quoted

SCHEMAS = ("marts", "audit")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Digest:
    """Rows, the exact sum of each decimal column as text, and a checksum over whole rows, after the name of the engine
    that reckoned it: another version may reckon otherwise, and is then no witness."""

    rows: int
    sums: dict[str, str]
    checksum: str

    def agrees_with(self, rows: object, sums: object, checksum: str) -> bool:
        """Whether these are said of the same rows."""
        same_engine = checksum.partition(":")[0] == self.checksum.partition(":")[0]
        return self.rows == rows and self.sums == sums and (self.checksum == checksum or not same_engine)


def tables(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str]]:
    """Schema and name of every table and view to be published, in order of name."""
    found: list[tuple[str, str]] = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = ? and schema_name in (?,"
        " ?)"
        " union all select schema_name, view_name from duckdb_views() where database_name = ?"
        " and schema_name in (?, ?) order by 1, 2",
        [database, *SCHEMAS, database, *SCHEMAS],
    ).fetchall()
    return found


def columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[Column]:
    """Names and types of the relation's columns, in order."""
    return [Column(row[0], row[1]) for row in connection.execute(f"describe select * from {relation}").fetchall()]


def digest(connection: duckdb.DuckDBPyConnection, relation: str) -> Digest:
    """The digest of the relation's rows as they are now."""
    decimals = [c.name for c in columns(connection, relation) if c.type.startswith("DECIMAL")]
    sums = "".join(f", coalesce(cast(sum({quoted(name)}) as varchar), '')" for name in decimals)
    row = connection.execute(
        f"select count(*), coalesce(cast(sum(cast(hash(published) as hugeint)) as varchar), '0'){sums}"
        f" from {relation} as published"
    ).fetchall()[0]
    return Digest(row[0], dict(zip(decimals, row[2:], strict=True)), f"duckdb {duckdb.__version__} hash:{row[1]}")
