"""ZIP archives: their members, unpacked as a stranger's; and one disclosure in several files, joined.

Reads an archive's bytes, writes its members, or the one document they make up. Nothing is written to disk, and a
member's name is never a path. Grain: one `Member` per file; archives within the archive are opened once, no deeper.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document
from pipelines.extraction.readers.encoding import MAX_BYTES, refuse_too_large

LABEL = "ZIP"
_MOST_MEMBERS = 2000
"""Evidence: a county publishes some 120 disclosures a year, each in three files at most."""
_MOST_UNPACKED = 512 * 1024 * 1024
_STEEPEST = 250
"""Unpacked bytes per packed byte. Evidence: office XML packs 20:1, a sheet of blanks 100:1, a bomb 1000:1."""
_SMALL = 8 * 1024 * 1024
"""Members up to this size may be packed as steeply as they like."""
_CHUNK = 1 << 20
_LEFT_OUT = re.compile(r"(?:^|/)(?:__MACOSX(?:/|$)|\.[^/]*$|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_UTF8_FLAG = 0x800


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: the name to show for it, its folder within, its bytes; as packed where it is refused."""

    name: str
    folder: str
    data: bytes
    refusal: Unreadable | None = None


def members_of(data: bytes, depth: int = 1) -> list[Member]:
    """The files of the archive in order of name; raises `Unreadable` for an archive that is damaged or a bomb."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = [e for e in package.infolist() if not e.is_dir() and not _LEFT_OUT.search(_name(e))]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise _damaged() from error
    if len(entries) > _MOST_MEMBERS:
        raise Unreadable(
            f"压缩包中文件过多（{len(entries)} 个，上限 {_MOST_MEMBERS} 个）",
            f"the archive holds too many files ({len(entries)}, the limit is {_MOST_MEMBERS})",
            "请分成几个压缩包 / split it into several archives",
        )
    if sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise _bomb(sum(entry.file_size for entry in entries))
    found: list[Member] = []
    left = _MOST_UNPACKED
    for entry in sorted(entries, key=_name):
        folder, name = _shown(_name(entry))
        try:
            content = _content(package, entry, left)
        except Unreadable as refusal:
            found.append(Member(name, folder, _packed(data, entry), refusal))
            continue
        left -= len(content)
        found.extend(_opened(Member(name, folder, content), depth))
    return found


def _opened(member: Member, depth: int) -> list[Member]:
    """The member, or its own members where it is an archive."""
    from pipelines.extraction.readers.formats import format_of

    if format_of(member.data) != "zip":
        return [member]
    if depth == 0:
        refusal = Unreadable(
            "压缩包套了不止一层压缩包",
            "the archive is nested more than one archive deep",
            "请解压后提交其中的文件 / unpack it and hand in its files",
        )
        return [Member(member.name, member.folder, member.data, refusal)]
    try:
        inner = members_of(member.data, depth - 1)
    except Unreadable as refusal:
        return [Member(member.name, member.folder, member.data, refusal)]
    within = f"{member.folder}/{member.name}".lstrip("/")
    return [Member(m.name, f"{within}/{m.folder}".rstrip("/"), m.data, m.refusal) for m in inner]


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: Chinese systems write GBK where the format has no mark for it."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _shown(name: str) -> tuple[str, str]:
    """Folder and name to show: no drive, no way up, no control or reserved character; never empty."""
    plain = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    parts = [_IN_NAMES.sub("_", part).strip(" .") for part in re.sub(r"^[A-Za-z]:", "", plain).split("/")]
    parts = [part.replace("\\", "_")[-60:] for part in parts if part]
    # Sixty characters of three bytes each are a name on every file system.
    return "/".join(parts[:-1]), parts[-1] if parts else "unnamed"


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    if entry.flag_bits & 1:
        raise Unreadable(
            "压缩包设有密码",
            "the archive is protected by a password",
            "请去除密码后再试 / remove the password and try again",
        )
    most = min(left, MAX_BYTES)
    if entry.file_size > _SMALL and entry.file_size > _STEEPEST * max(entry.compress_size, 1):
        raise _bomb(entry.file_size)
    pieces: list[bytes] = []
    size = 0
    try:
        with package.open(entry) as file:
            while piece := file.read(_CHUNK):
                size += len(piece)
                if size > most:
                    raise _bomb(size)
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged() from error
    return b"".join(pieces)


def _packed(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The member's bytes as they lie in the archive: what a quarantine can keep of it."""
    start = entry.header_offset
    head = data[start : start + 30]
    names = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    return data[start + 30 + names : start + 30 + names + entry.compress_size]


def empty() -> Unreadable:
    return Unreadable("压缩包中没有文件", "the archive holds no file", "请重新压缩后再试 / pack it again")


def _damaged() -> Unreadable:
    return Unreadable(
        "压缩包已损坏、不完整，或压缩方法不受支持",
        "the archive is damaged, cut short, or packed in a way that is not supported",
        "请重新下载，或解压后提交其中的文件 / download it again, or unpack it and hand in its files",
    )


def _bomb(size: int) -> Unreadable:
    return Unreadable(
        f"压缩包解压后远大于任何公开文本（至少 {size / 1048576:.0f} MB）",
        f"the archive unpacks to far more than any disclosure holds (at least {size / 1048576:.0f} MB)",
        "请只提交决算公开文本与附表 / hand in disclosures and their tables only",
    )


def bundle(files: list[tuple[str, bytes]]) -> bytes:
    """The files as one archive: stored, in order of name, without dates; the same files give the same bytes."""
    buffer = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, data in sorted(files):
            number = 2
            unique = name
            while unique in taken:
                unique, number = f"{number}-{name}", number + 1
            taken.add(unique)
            entry = zipfile.ZipInfo(unique, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            package.writestr(entry, data)
    return buffer.getvalue()


def read(data: bytes, _name: str, limit: int = MAX_BYTES) -> Document:
    """The one disclosure that the archive's files make up; raises `Unreadable` where they make up none or several."""
    from pipelines.extraction import bundles

    refuse_too_large(data, limit)
    return bundles.read([(member.name, member.data, member.refusal) for member in members_of(data)])
