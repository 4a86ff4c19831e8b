"""A disclosure as a government site serves it: navigation around, a table for the layout, spans for merged cells.

Reads a `Disclosure`; writes the bytes of a page.
"""

from __future__ import annotations

from html import escape

from tests.invented.disclosure import Disclosure
from tests.invented.print import Box, Table
from tests.invented.words import printed

_BEFORE = """<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title} - 临川市人民政府</title><style>td {{ padding: 0 }}</style>
<script>document.write("本年支出合计 999.99 万元");</script></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/xxgk">信息公开</a></li></ul></div>
<table width="1000"><tr><td class="left"><a href="/a">机构职能</a><br><a href="/b">政策文件</a></td><td class="main">
<div id="zoom">
"""
_AFTER = """
</div></td></tr></table>
<div style="display:none">公务接待费支出决算 888.88 万元</div>
<div class="foot"><a href="/map">网站地图</a> <span>主办：临川市人民政府办公室</span></div>
</body></html>
"""


def page(made: Disclosure) -> bytes:
    """The page in the habit's encoding."""
    charset = {"gbk": "gb2312"}.get(made.habits.encoding, made.habits.encoding)
    parts = [_BEFORE.format(title=escape(made.truth.department), charset=charset)]
    for number, block in enumerate(made.page.blocks):
        if isinstance(block, Table):
            parts.append(_table(block, made))
        elif number in made.page.headings:
            parts.append(f"<h3>{escape(block)}</h3>")
        else:
            parts.append(f"<p><span style='font-size:16px'>&nbsp;&nbsp;{escape(block)}</span></p>")
    parts.append(_AFTER)
    return "\n".join(parts).encode(made.habits.encoding)


def _table(table: Table, made: Disclosure) -> str:
    rows = "".join(f"<tr>{''.join(_cell(box, made) for box in row)}</tr>\n" for row in table.rows)
    return f"<table border=1><tbody>{rows}</tbody></table>"


def _cell(box: Box, made: Disclosure) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("colspan", box.columns), ("rowspan", box.rows)) if count > 1
    )
    return f"<td{spans}><p>{escape(printed(box, made.habits)) or '&nbsp;'}</p></td>"
