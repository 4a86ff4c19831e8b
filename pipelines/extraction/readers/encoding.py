"""From bytes to text: the encoding is decided by evidence, never by the file's name.

Reads the document's bytes, writes its text and the name of the encoding. Grain: one text per document.
"""

from __future__ import annotations

import codecs

from pipelines.extraction.errors import Unreadable

MAX_BYTES = 40 * 1024 * 1024
"""Evidence: the longest disclosure met is 4 MB of PDF and 0.3 MB of text; 40 MB leaves room for a whole county's."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
# The characters Chinese prose cannot do without: a third of real text, next to nothing of a wrongly decoded one.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子产种面而方"
    "后多定行学法所民得经十三之进着等部度家电里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开"
    "合还因由其些然前外天政四日社义事平形相全表间样与关各重新线内数正心反明看原又利比或但质气第向道此变条只没"
    "结解问意建月公无系情者最立代想已通并提直题程展五果料员革位入常文总次品式活设及管特件长求基资边流路级少图"
    "统接知较将组见计别期根论运农指几九区强放决被做必先回则任取据处给门即保治造百规领七口东导压金增争济思术极"
    "交受联认六共权收证改清再采转更单打安场车例真务具万每目至达示报完类八名确才科信节整空元况今集支出预算财占"
)
_SAMPLE = 200_000


def decode(data: bytes, limit: int = MAX_BYTES) -> tuple[str, str]:
    """The text and the name of its encoding. Raises `Unreadable` for what is no text, empty or longer than `limit`."""
    refuse_empty(data)
    refuse_too_large(data, limit)
    for mark, codec, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, codec), encoding
    if b"\x00" not in data[:_SAMPLE]:
        try:
            return _free_of_junk(data.decode("utf-8")), "utf-8"
        except UnicodeDecodeError:
            pass
    encoding = _most_plausible(data)
    return _free_of_junk(data.decode(encoding)), encoding


def refuse_empty(data: bytes) -> None:
    """Raises when the bytes hold nothing but blanks."""
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf"):
        raise Unreadable("文件是空的", "the file is empty", "请重新导出后再试 / export the document again")


def refuse_too_large(data: bytes, limit: int) -> None:
    """Raises when the bytes are more than any disclosure has."""
    if len(data) > limit:
        raise Unreadable(
            f"文件过大（{len(data) / 1048576:.1f} MB，上限 {limit / 1048576:.0f} MB）",
            f"the file is too large ({len(data) / 1048576:.1f} MB, the limit is {limit / 1048576:.0f} MB)",
            "请只提交一个部门的决算公开文本 / hand in the text of one department's disclosure",
        )


def _strictly(data: bytes, codec: str) -> str:
    try:
        return _free_of_junk(data.decode(codec))
    except UnicodeDecodeError as error:
        raise _no_text() from error


def _most_plausible(data: bytes) -> str:
    """The encoding without mark under which the bytes read most like Chinese or plain ASCII text."""
    scores: list[tuple[float, str]] = []
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        try:
            scores.append((_plausibility(data[:_SAMPLE].decode(encoding, errors="strict")), encoding))
        except UnicodeDecodeError as error:
            # A sample may end inside a character: only a fault before its end speaks against the encoding.
            if len(data) > _SAMPLE and error.start >= _SAMPLE - 4:
                scores.append((_plausibility(data[: error.start].decode(encoding)), encoding))
    scores.sort(reverse=True)
    if not scores or scores[0][0] < 0.25:
        raise _no_text()
    encoding = scores[0][1]
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text() from error
    return encoding


def _plausibility(text: str) -> float:
    """Share of characters that are common Chinese, Chinese punctuation, or printable ASCII."""
    if not text:
        return 0.0
    known = sum(
        1 for c in text if c in _COMMON or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" or _is_plain(c)
    )
    return known / len(text)


def _is_plain(character: str) -> bool:
    return " " <= character <= "~" or character in "\t\r\n\x0c"


def _free_of_junk(text: str) -> str:
    sample = text[:_SAMPLE]
    junk = sum(
        1 for c in sample if (c < " " and c not in "\t\r\n\x0b\x0c") or c == "\ufffd" or "\ue000" <= c <= "\uf8ff"
    )
    if junk * 50 > len(sample):
        raise _no_text()
    return text


def _no_text() -> Unreadable:
    return Unreadable(
        "文件内容不是文本",
        "the file's content is not text",
        "请确认扩展名与内容一致，或另存为 UTF-8 文本 / check the extension, or save it as UTF-8 text",
    )
