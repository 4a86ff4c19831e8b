"""The row of `claims.csv`: what one figure of the narrative says.

Written by the narrative's reader. Grain: one claim per figure.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure of the narrative, columns as in `claims.csv`."""

    claim: int
    line: int
    page: int
    offset: int
    section: str
    sentence: int
    aspect: str
    subject_key: str = ""
    label: str = ""
    class_label: str = ""
    class_code: str = ""
    section_label: str = ""
    section_code: str = ""
    item_label: str = ""
    item_code: str = ""
    text: str = ""
    numeral: str = ""
    sign: int = 1
    unit: str = ""
    approx: str = ""
    of_claim: str = ""
    base_key: str = ""
    part_of: str = ""
    told: str = ""
