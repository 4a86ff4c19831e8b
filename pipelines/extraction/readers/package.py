"""The parts of an Office package (ZIP with XML), opened as a stranger's file: bounded, without entities, without links.

Reads a package's bytes, writes its parts. Raises `Unreadable` for what is encrypted, damaged, or far larger unpacked
than any disclosure. Grain: one part per name.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from pipelines.extraction.errors import Unreadable

MAX_PART = 48 * 1024 * 1024
"""Evidence: a disclosure of 25 pages has some 2 MB of XML; its tree takes ten times the memory of its text."""
MAX_ALL = 4 * MAX_PART
_CHUNK = 1 << 20
_ENTITY = tuple("<!ENTITY".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_ENCODING = re.compile(rb"\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"iso-8859-1", b"gb2312", b"gbk", b"gb18030"})
"""Encodings in which the bytes show a declaration."""
HARMLESS: dict[str, bool] = {"resolve_entities": False, "no_network": True, "huge_tree": True}
"""How XML is parsed: what a document type declares is neither fetched nor put in."""


class Package:
    """The parts of a package by name; what was unpacked so far counts against one limit."""

    def __init__(self, data: bytes, label: str) -> None:
        self.label = label
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise damaged(label) from error

    def bytes_of(self, name: str) -> bytes:
        """The part's bytes, empty when there is no such part."""
        if name not in self.names:
            return b""
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise encrypted(self.label)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(_CHUNK):
                    size += len(piece)
                    self._unpacked += len(piece)
                    if size > MAX_PART or self._unpacked > MAX_ALL:
                        raise too_large(self.label)
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise damaged(self.label) from error
        return b"".join(pieces)

    def xml_of(self, name: str) -> etree._Element | None:
        """The part's root element, None when there is no such part. Declared entities are refused, never resolved."""
        data = self.bytes_of(name)
        if not data:
            return None
        refuse_entities(data, self.label)
        try:
            return of_office(etree.fromstring(data, etree.XMLParser(**HARMLESS)), self.label)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(self.label) from error


def refuse_entities(data: bytes, label: str) -> None:
    """Raises, before anything is parsed, for XML that declares entities or is written so that it may hide them."""
    declared = _ENCODING.match(data)
    if any(mark in data for mark in _ENTITY) or (declared and declared[1].lower() not in _ENCODINGS):
        raise _harmful(label)


def of_office(element: etree._Element, label: str) -> etree._Element:
    """The element; raises where its document declares a type of its own: office programs write none."""
    if element.getroottree().docinfo.doctype:
        raise _harmful(label)
    return element


def _harmful(label: str) -> Unreadable:
    return Unreadable(
        f"{label} 文件中含有实体声明，正常的办公软件不会写入",
        f"the {label} file declares XML entities, which no office program writes",
        "请用办公软件重新另存一份 / open it in an office program and save it again",
    )


def damaged(label: str) -> Unreadable:
    return Unreadable(
        f"{label} 文件已损坏或不完整",
        f"the {label} file is damaged or cut short",
        "请重新下载或另存后再试 / download or save it again",
    )


def encrypted(label: str) -> Unreadable:
    return Unreadable(
        f"{label} 文件设有打开密码",
        f"the {label} file is protected by a password",
        "请去除密码后再试 / remove the password and try again",
    )


def too_deep() -> Unreadable:
    return Unreadable(
        "文件的层层嵌套超出任何正常文档",
        "the file nests deeper than any document does",
        "请用办公软件重新另存一份 / open it in an office program and save it again",
    )


def too_large(label: str) -> Unreadable:
    return Unreadable(
        f"{label} 文件解压后过大（上限 {MAX_ALL / 1048576:.0f} MB）",
        f"the {label} file unpacks to far more than any disclosure holds (the limit is {MAX_ALL / 1048576:.0f} MB)",
        "请只提交一个部门的决算公开文本 / hand in the text of one department's disclosure",
    )
