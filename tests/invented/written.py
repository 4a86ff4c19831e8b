"""Every form in which one disclosure is written; the text forms under the name their extension gives them.

Reads a `Disclosure`; writes bytes. Grain: one entry per form.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.invented import office, paged, web, words
from tests.invented.disclosure import Disclosure

FORMS: dict[str, Callable[[Disclosure], bytes]] = {
    "txt": lambda made: words.tabbed(made).encode(made.habits.encoding),
    "cells.txt": lambda made: words.celled(made).encode(made.habits.encoding),
    "md": lambda made: words.markdown(made).encode("utf-8"),
    "docx": office.word,
    "xlsx": office.workbook,
    "xls": office.workbook_97,
    "html": web.page,
    "pdf": paged.pdf,
}
"""Form and its writer; the form is also the file's extension."""
