"""How the front door speaks: Chinese first, English second, or one of them. Reads the language setting;
writes text.

`rich` is imported only where a table is drawn: most commands must start fast.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO

from pipelines import settings


def use(language: str | None) -> None:
    """Messages of this process and its children are in this language; None leaves the setting as it is."""
    if language:
        os.environ["JUESUAN_LANG"] = language


def words(zh: str, en: str, separator: str = "\n") -> str:
    """The message in the language asked for; both when neither is."""
    language = settings.current().language
    if language == "zh" or zh == en:
        return zh
    return en if language == "en" else f"{zh}{separator}{en}"


def label(zh: str, en: str) -> str:
    """A short name on one line."""
    return words(zh, en, " ")


def say(zh: str, en: str, file: TextIO | None = None) -> None:
    """The message is printed, on standard output unless another file is named."""
    print(words(zh, en), file=file or sys.stdout)


def complain(zh: str, en: str) -> None:
    """The message is printed on standard error."""
    say(zh, en, file=sys.stderr)
