"""What the models were last built from. Reads schema `raw`; writes schema `built` of the warehouse, beside
the models.

Grain: `built.document` has a row per document (its fingerprint), `built.project` one row, `built.under_way` a row per
document that this run makes anew, with the batch it is made in. What is about to be rebuilt is forgotten first and
remembered after, so a run that was killed is done again; a document under way has no fingerprint.
"""

from __future__ import annotations

import duckdb

from pipelines import warehouse

_SHAPE = """
create schema if not exists built;
create table if not exists built.document (document_id varchar, fingerprint varchar);
create table if not exists built.project (fingerprint varchar);
"""

# A batch is full when it holds so many rows: a model takes memory by rows, and documents differ a hundredfold.
_UNDER_WAY = """
create or replace table built.under_way as
with rows_held as (
    select document_id from raw.cell
    union all select document_id from raw.claim
    union all select document_id from raw.panel
    union all select document_id from raw.performance
),

sizes as (select document_id, count(*) as held from rows_held group by document_id),

sized as (
    select listed.document_id, coalesce(sizes.held, 1) as held
    from (select distinct document_id from {listed}) as listed
    left join sizes on listed.document_id = sizes.document_id
)

select
    document_id,
    cast((sum(held) over (order by document_id) - held) // {rows} as integer) as batch
from sized
order by document_id
"""


def begin(connection: duckdb.DuckDBPyConnection, project: str, rows: int) -> bool:
    """Whether every model must be built from nothing; what this run rebuilds no longer counts as built, and is put into
    batches of about so many rows."""
    connection.execute(_SHAPE)
    if warehouse.is_built_from(connection, project):
        # Its name stays, without a state: should the document go before it is built, its rows are still forgotten.
        connection.execute(
            "begin transaction;"
            " delete from built.document where document_id in (select document_id from raw.changed_document);"
            " insert into built.document select document_id, '' from raw.changed_document; commit"
        )
        connection.execute(_UNDER_WAY.format(listed="raw.changed_document", rows=rows))
        return False
    connection.execute("delete from built.project; delete from built.document")
    connection.execute(_UNDER_WAY.format(listed="raw.document", rows=rows))
    return True


def finish(connection: duckdb.DuckDBPyConnection, project: str) -> None:
    """Every document that is loaded counts as built by this project."""
    connection.execute("begin transaction; delete from built.project; delete from built.document")
    connection.execute("insert into built.project values (?)", [project])
    connection.execute("insert into built.document select document_id, fingerprint from raw.document_state; commit")
