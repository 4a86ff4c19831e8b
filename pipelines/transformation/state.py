"""What the models were last built from. Reads schema `raw`; writes schema `built` of the warehouse, beside
the models.

Grain: `built.document` has a row per document (its fingerprint), `built.project` one row. What is about to
be rebuilt is
forgotten first and remembered after, so a run that was killed is done again; a document under way has no fingerprint.
"""

from __future__ import annotations

import duckdb

from pipelines import warehouse

_SHAPE = """
create schema if not exists built;
create table if not exists built.document (document_id varchar, fingerprint varchar);
create table if not exists built.project (fingerprint varchar);
"""


def begin(connection: duckdb.DuckDBPyConnection, project: str) -> bool:
    """Whether every model must be built from nothing; what this run rebuilds no longer counts as built."""
    connection.execute(_SHAPE)
    if warehouse.is_built_from(connection, project):
        # Its name stays, without a state: should the document go before it is built, its rows are still forgotten.
        connection.execute(
            "begin transaction;"
            " delete from built.document where document_id in (select document_id from raw.changed_document);"
            " insert into built.document select document_id, '' from raw.changed_document; commit"
        )
        return False
    connection.execute("delete from built.project; delete from built.document")
    return True


def finish(connection: duckdb.DuckDBPyConnection, project: str) -> None:
    """Every document that is loaded counts as built by this project."""
    connection.execute("begin transaction; delete from built.project; delete from built.document")
    connection.execute("insert into built.project values (?)", [project])
    connection.execute("insert into built.document select document_id, fingerprint from raw.document_state; commit")
