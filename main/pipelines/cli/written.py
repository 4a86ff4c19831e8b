"""How values are written out: decimals with their own digits, never through a float. Reads values; gives text."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal


def exact(value: Decimal) -> str:
    """Every digit the value has; of the zeros its column's type adds behind them, no more than fill two decimals."""
    whole, _, decimals = format(value, "f").partition(".")
    decimals = decimals[:2] + decimals[2:].rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def json_text(value: object) -> str:
    """The value as JSON; a decimal is a number with its own digits, whatever a reader makes of it."""
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(json_text, value)) + "]"
    if isinstance(value, dict):
        members = (f"{json.dumps(str(key), ensure_ascii=False)}: {json_text(held)}" for key, held in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, date | datetime):
        return json.dumps(value.isoformat())
    known = value is None or isinstance(value, bool | int | str)
    return json.dumps(value if known else str(value), ensure_ascii=False)
