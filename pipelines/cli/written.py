"""How values are written out: decimals with their own digits, never through a float. Reads values; gives text."""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime
from decimal import Decimal

# What a terminal obeys instead of showing: control characters, and marks that turn the direction of writing.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text with every character that a terminal would obey written out as JSON does; line ends and tabs stay."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


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
        members = (f"{_quoted(str(key))}: {json_text(held)}" for key, held in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, date | datetime):
        return _quoted(value.isoformat())
    # What a question computed with floats is a number too; JSON has none for what is not finite.
    number = isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value))
    return json.dumps(value) if value is None or number else _quoted(str(value))


def _quoted(text: str) -> str:
    return visible(json.dumps(text, ensure_ascii=False))
