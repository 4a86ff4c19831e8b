"""The parts of an Office package (ZIP with XML), opened as a stranger's file: bounded, without entities, without links.

Reads a package's bytes, writes its parts. Raises `Unreadable` for what is encrypted, damaged, or far larger unpacked
than any disclosure. Grain: one part per name.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from pipelines.extraction.errors import Unreadable

MAX_PART = 48 * 1024 * 1024
"""Evidence: a disclosure of 25 pages has some 2 MB of XML; its tree takes ten times the memory of its text."""
MAX_ALL = 4 * MAX_PART
_CHUNK = 1 << 20


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
        # Office writes no document type declaration: what holds one was made to do harm.
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
            raise Unreadable(
                f"{self.label} 文件中含有实体声明，正常的办公软件不会写入",
                f"the {self.label} file declares XML entities, which no office program writes",
                "请用办公软件重新另存一份 / open it in an office program and save it again",
            )
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(self.label) from error


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
