"""What Data Docs load from vendors' servers, put beside them. Reads installed packages' files; writes `static/vendor/`.

Grain: one folder of styles, fonts and scripts per site. A page asks no other server: what is not put beside it (charts,
which none of our suites draws; calendars) is left out.
"""

from __future__ import annotations

import re
import shutil
from functools import partial
from importlib.metadata import files
from pathlib import Path

_VENDOR = "static/vendor"
_PLACED = {
    "bootstrap.min.css": ("XStatic-Bootstrap", "data/css/bootstrap.min.css"),
    "all.min.css": ("XStatic-Font-Awesome", "data/css/all.min.css"),
    "jquery.min.js": ("XStatic-jQuery", "data/jquery.min.js"),
    "bootstrap.bundle.min.js": ("XStatic-Bootstrap", "data/js/bootstrap.bundle.min.js"),
}
_INSTEAD = {
    r"/bootstrap\.min\.css$": "bootstrap.min.css",
    r"/font-awesome/[^/]+/css/all\.min\.css$": "css/all.min.css",
    r"/jquery-[\d.]+\.min\.js$": "jquery.min.js",
    r"/bootstrap\.min\.js$": "bootstrap.bundle.min.js",
    r"/bootstrap-table\.min\.js$": "tables.js",
}
_SCRIPT = re.compile(r"""<script\b[^>]*\bsrc=["'](?P<url>https?://[^"']+)["'][^>]*>\s*</script>""")
_STYLE = re.compile(r"""<link\b[^>]*\bhref=["'](?P<url>https?://[^"']+)["'][^>]*>""")
_PICTURE = re.compile(r"https://great-expectations-web-assets[^\"')\s]*")
"""The logo that each page would fetch, with a time stamp, from the vendor's own server; the site has one of its own."""


def settle(site: Path) -> None:
    """Every page below the folder loads its styles and scripts from the folder, and nothing from elsewhere."""
    vendor = site / _VENDOR
    for name, (package, path) in _PLACED.items():
        _place(package, path, vendor / ("css" if name == "all.min.css" else "") / name)
    shutil.copyfile(Path(__file__).with_name("tables.js"), vendor / "tables.js")
    for font in ("fa-solid-900.woff2", "fa-regular-400.woff2", "fa-brands-400.woff2"):
        _place("XStatic-Font-Awesome", f"data/webfonts/{font}", vendor / "webfonts" / font)
    for page in site.rglob("*.html"):
        up = "../" * (len(page.relative_to(site).parts) - 1)
        text = _PICTURE.sub(f"{up}static/images/logo-long.png", page.read_text("utf-8"))
        text = _SCRIPT.sub(partial(_script, up), text)
        text = _STYLE.sub(partial(_style, up), text)
        page.write_text(text, encoding="utf-8")
    for sheet in site.rglob("*.css"):
        sheet.write_text(_PICTURE.sub("data:,", sheet.read_text("utf-8")), encoding="utf-8")


def _place(package: str, path: str, target: Path) -> None:
    found = next((file for file in files(package) or [] if str(file).endswith(path)), None)
    if found is None:
        raise FileNotFoundError(f"{package}: {path}")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(str(found.locate()), target)


def _here(url: str, up: str) -> str:
    return next((f"{up}{_VENDOR}/{name}" for pattern, name in _INSTEAD.items() if re.search(pattern, url)), "")


def _script(up: str, found: re.Match[str]) -> str:
    return f'<script src="{path}"></script>' if (path := _here(found["url"], up)) else ""


def _style(up: str, found: re.Match[str]) -> str:
    return f'<link rel="stylesheet" href="{path}">' if (path := _here(found["url"], up)) else ""
