"""How dbt's nodes are named in Dagster: folder = schema = group, key = schema and name. Reads and writes
nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster import AssetKey
from dagster_dbt import DagsterDbtTranslator


class Translator(DagsterDbtTranslator):
    """One small method per attribute."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> AssetKey:
        return AssetKey([_schema(dbt_resource_props), dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return _schema(dbt_resource_props)

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return str(dbt_resource_props.get("description") or "")


def _schema(properties: Mapping[str, Any]) -> str:
    if properties["resource_type"] == "source":
        return str(properties["source_name"])
    return str(properties["config"].get("schema") or properties["schema"])
