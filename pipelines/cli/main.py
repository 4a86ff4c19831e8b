"""The front door: one command, one module, imported when it is called. Reads the arguments; gives the exit
code."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from pipelines.cli import speech
from pipelines.settings import SettingError

INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    top = argparse.ArgumentParser(
        prog="juesuan",
        description="部门决算数据仓库：每个数字都可追溯到印刷位置，每条勾稽关系都经过检验。"
        " The warehouse of China's departmental final accounts: every figure traced, every identity tested.",
    )
    top.add_argument("--version", action="store_true", help="版本 / the version")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, zh: str, en: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=f"{zh} / {en}", description=f"{zh} / {en}")
        added.add_argument(
            "--lang", choices=["both", "zh", "en"], help="信息语言 / language of messages (default: both)"
        )
        return added

    refresh = command(
        "refresh", "从文件到发布，全流程一次", "the whole street once, from documents to published snapshot"
    )
    refresh.add_argument("--engine", choices=["duckdb", "spark"], help="由谁计算模型 / what builds the models")
    refresh.add_argument(
        "--master", metavar="URL", help="Spark 的 master：local[2]、spark://主机:7077、loopback / Spark's master"
    )
    ingest = command("ingest", "登记并读取文件或文件夹", "register and read files or folders")
    ingest.add_argument("paths", nargs="+", metavar="PATH")
    check = command("check", "检验一份决算，不写入任何内容", "one document, nothing written")
    check.add_argument("file", metavar="FILE")
    check.add_argument("--format", choices=["text", "json", "github"], default="text")
    check.add_argument("--html", metavar="FILE", help="另写一份独立网页报告 / also write a self-contained report")
    check.add_argument("--reading", choices=["printed", "meant"], default="printed")
    sql = command("sql", "查询已发布快照（只读）", "read-only SQL on the published snapshot")
    sql.add_argument("question", metavar="SQL", help="- 表示从标准输入读取 / - reads standard input")
    sql.add_argument("--format", choices=["table", "csv", "json"], default="table")
    review = command("review", "打开复核台：查看发现并作出决定", "the review desk: look at findings and decide")
    review.add_argument("--host", default="127.0.0.1")
    review.add_argument("--port", type=int, default=8600, help="0 表示任一空闲端口 / 0: any free port (default: 8600)")
    review.add_argument(
        "--name", action="append", default=[], help="反向代理所用的域名 / the name that a reverse proxy goes by"
    )
    review.add_argument("--no-browser", action="store_true", help="不打开浏览器 / do not open a browser")
    diff = command("diff", "两份快照的差别及原因", "what two snapshots say differently, and why")
    diff.add_argument("before", metavar="SNAPSHOT", help="编号、previous、current 或文件夹 / id, name or folder")
    diff.add_argument("after", metavar="SNAPSHOT", nargs="?", default="current", help="默认 / default: current")
    diff.add_argument("--format", choices=["text", "csv", "json"], default="text")
    serve = command("serve", "Dagster 网页与守护进程：每夜刷新、收件箱", "Dagster webserver and daemon: nightly, inbox")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=3000)
    docs = command("docs", "重新生成数据字典与勾稽关系文档", "the generated pages of docs/ and the suites, anew")
    docs.add_argument("--check", action="store_true", help="只检查是否最新，不写 / write nothing, 1 if stale")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command: 0 done, 1 failed or violations, 2 cannot be done as asked."""
    top = parser()
    given = top.parse_args(arguments)
    if given.version:
        from pipelines.settings import code_version

        print(f"juesuan {code_version()}")
        return 0
    if given.command is None:
        top.print_help()
        return 2
    speech.use(given.lang)
    try:
        result: int = importlib.import_module(f"pipelines.cli.{given.command}").run(given)
        sys.stdout.flush()
    except SettingError as error:
        print(f"设置有误 / setting: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        speech.complain("已中断；已发布的快照未受影响。", "Interrupted; what was published is untouched.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe left early (`| head`): nothing more to say, and nothing to complain about at
        # exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result


if __name__ == "__main__":
    sys.exit(main())
