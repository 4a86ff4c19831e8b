"""Prevents: a traceback, a hang or a stray file when what is handed to `juesuan check` is no disclosure, and words of a
document that a terminal, a browser or a database obeys.

Every test starts the command as a person does: a process, a file, an exit code.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from street_home import CORPUS, Home, lay_home

QINGHE = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8")
MEMBERS = ["document", "figures", "checks", "findings", "summary"]
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SLOW_MACHINE_SECONDS = 60
"""A refusal takes under half a second on an idle core; the bound only tells a refusal from a hang."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return lay_home(tmp_path_factory.mktemp("home") / "juesuan")


def _write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _junk() -> bytes:
    """Every byte, in an order without sense, and no encoding's text."""
    return bytes((7 * n * n + 13 * n) % 256 for n in range(60_000))


NOVEL = "他在雨里走了很久，心里想着那座桥和桥边的柳树。那一年他花了3万元买下河边的屋子。\n" * 400
BAD: dict[str, tuple[str | bytes, str, str]] = {
    "empty.txt": (b"", "空", "empty"),
    "blank.txt": (b" \n\t\n" * 50, "空", "empty"),
    "junk.txt": (_junk(), "不是文本", "not text"),
    "novel.txt": (NOVEL, "不是部门决算", "not a departmental final accounts"),
    "program.txt": (b"\x7fELF" + bytes(range(256)) * 40, "不是文本", "not text"),
    "scan.pdf": (b"%PDF-1.7\n" + bytes(range(256)), "PDF", "PDF"),
    "accounts.docx": (b"PK\x03\x04" + bytes(range(256)), "Word", "Word"),
    "one-character.txt": ("决", "不是部门决算", "not a departmental final accounts"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_disclosure_is_refused_in_both_languages_with_what_to_do(
    home: Home, tmp_path: Path, name: str
) -> None:
    data, zh, en = BAD[name]
    done = home.juesuan("check", str(_write(tmp_path, name, data)))
    _refused(done)
    assert name in done.stderr
    assert zh in done.stderr
    assert en in done.stderr
    assert re.search("请", done.stderr)


def test_a_missing_file_and_a_folder_are_named(home: Home, tmp_path: Path) -> None:
    absent = home.juesuan("check", str(tmp_path / "absent.txt"))
    _refused(absent)
    assert f"找不到文件：{tmp_path / 'absent.txt'}" in absent.stderr
    assert "No such file" in absent.stderr
    folder = home.juesuan("check", str(tmp_path))
    _refused(folder)
    assert "juesuan ingest" in folder.stderr
    _refused(home.juesuan("check", str(_write(tmp_path, "file.txt", "x") / "below")))


@pytest.mark.parametrize("kind", ["disclosure over and over", "one line", "device without end"])
def test_what_is_far_too_long_is_refused_in_bounded_time_and_memory(home: Home, tmp_path: Path, kind: str) -> None:
    path = Path("/dev/zero")
    if kind == "disclosure over and over":
        path = _write(tmp_path, "long.txt", (QINGHE * 20_000).encode()[: 50 * 2**20])
    elif kind == "one line":
        path = _write(tmp_path, "long.txt", ("本年支出合计520.00万元，" * 2_000_000).encode()[: 50 * 2**20])
    began = time.monotonic()
    # 2 GiB of addresses: enough for the interpreter and its libraries, too little for copies of what was handed in.
    done = _limited(home, path, gigabytes=2)
    _refused(done)
    assert time.monotonic() - began < SLOW_MACHINE_SECONDS
    if path.name == "long.txt":
        assert "文件过大（50.0 MB，上限 40 MB）" in done.stderr
        assert "too large (50.0 MB, the limit is 40 MB)" in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_disclosure_is_read_in_every_encoding_marked_or_not(home: Home, tmp_path: Path, encoding: str) -> None:
    done = home.juesuan("check", str(_write(tmp_path, "any.txt", QINGHE.encode(encoding))), "--format", "json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout, parse_float=Decimal)
    assert told["document"]["department"] == "云岭省临川市青禾区水务局"
    facts = {(f["line"], f["text"], f["value"], f["unit"]) for f in told["figures"]}
    assert facts == _plain_facts(home)


def test_a_text_with_the_wrong_extension_is_read_for_what_it_is(home: Home, tmp_path: Path) -> None:
    done = home.juesuan("check", str(_write(tmp_path, "really-text.pdf", QINGHE)), "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["document"]["department"] == "云岭省临川市青禾区水务局"


@pytest.mark.parametrize("raw", [b"\xff\xfe.txt", b"\x1b[31mred.txt", "名 字'; drop.txt".encode()])
@pytest.mark.parametrize("content", ["disclosure", "nothing"])
def test_a_file_may_have_any_name_and_none_of_it_reaches_the_terminal_raw(
    home: Home, tmp_path: Path, raw: bytes, content: str
) -> None:
    path = os.fsencode(tmp_path) + b"/" + raw
    with open(path, "wb") as file:  # noqa: PTH123  a name that is no text
        file.write(QINGHE.encode() if content == "disclosure" else b"")
    done = home.juesuan("check", os.fsdecode(path), "--format", "json")
    assert done.returncode == (1 if content == "disclosure" else 2), done.stderr
    assert not OBEYED.search(done.stdout.replace("\n", "") + done.stderr.replace("\n", ""))
    assert "Traceback" not in done.stderr


def test_a_terminal_that_lacks_chinese_gets_numbers_and_not_a_traceback(home: Home, tmp_path: Path) -> None:
    path = str(_write(tmp_path, "a.txt", QINGHE))
    done = home.juesuan("check", path, PYTHONIOENCODING="ascii", JUESUAN_LANG="en")
    assert done.returncode == 1, done.stderr
    assert "\\u4e91\\u5cad\\u7701" in done.stdout


def test_nothing_is_written_but_the_prepared_reference_data(tmp_path: Path) -> None:
    home = lay_home(tmp_path / "juesuan")
    document = _write(tmp_path, "a.txt", QINGHE)
    for name in ("person", "scratch"):
        (tmp_path / name).mkdir()
    before = _tree(tmp_path)
    for arguments in (("--format", "json"), ("--format", "text"), ("--reading", "meant")):
        done = home.juesuan(
            "check", str(document), *arguments, HOME=str(tmp_path / "person"), TMPDIR=str(tmp_path / "scratch")
        )
        assert done.returncode == 1, done.stderr
    written = {path for path in _tree(tmp_path) if path not in before}
    outside = {path for path in written if not path.startswith("juesuan/build") and "__pycache__" not in path}
    assert outside == set()
    files = {path for path in written if (tmp_path / path).is_file()}
    assert {str(Path(path).parent) for path in files} == {"juesuan/build/check"}
    assert {path: state for path, state in _tree(tmp_path).items() if path in before} == before


def test_where_nothing_may_be_written_the_answer_is_the_same(home: Home, tmp_path: Path) -> None:
    """A file stands where the folder `build` would: as on a disk that cannot be written, also for root."""
    closed = lay_home(tmp_path / "closed")
    _write(closed.folder, "build", b"")
    document = str(_write(tmp_path, "a.txt", QINGHE))
    refused = closed.juesuan("check", document, "--format", "json")
    usual = home.juesuan("check", document, "--format", "json")
    assert (refused.returncode, refused.stdout) == (usual.returncode, usual.stdout), refused.stderr


def test_the_folder_it_is_started_in_does_not_matter(home: Home, tmp_path: Path) -> None:
    _write(tmp_path, "here.txt", QINGHE)
    done = subprocess.run(
        [*_command(), "check", "here.txt"],
        cwd=tmp_path,
        env={**os.environ, "JUESUAN_HOME": str(home.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr


@cache
def _plain_facts(home: Home) -> frozenset[tuple[object, ...]]:
    """What the disclosure says when nothing is odd about it."""
    done = home.juesuan("check", str(CORPUS / "qinghe-2024.txt"), "--format", "json")
    told = json.loads(done.stdout, parse_float=Decimal)
    return frozenset((f["line"], f["text"], f["value"], f["unit"]) for f in told["figures"])


def _command() -> list[str]:
    return [sys.executable, "-m", "pipelines.cli.main"]


def _limited(home: Home, path: Path, gigabytes: int) -> subprocess.CompletedProcess[str]:
    limit = f'ulimit -v {gigabytes * 2**20}; exec "$@"'
    return subprocess.run(
        ["bash", "-c", limit, "bash", *_command(), "check", str(path)],
        env={**os.environ, "JUESUAN_HOME": str(home.folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=SLOW_MACHINE_SECONDS * 2,
    )


def _refused(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout == ""


def _tree(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns) if path.is_file() else (0, 0)
        for path in folder.rglob("*")
    }
