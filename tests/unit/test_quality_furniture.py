"""Prevents: documentation that stands bare without a network, or tells a vendor's server that it was read."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.quality import furniture

PAGE = """<html><head>
<link rel="stylesheet" href="https://cdn.example/bootstrap/4.3.1/css/bootstrap.min.css" integrity="x">
<link href="https://cdn.example/font-awesome/6.6.0/css/all.min.css">
<link rel="stylesheet" href="https://cdn.example/bootstrap-dark/bootstrap-prefers-dark.css">
<script src="https://cdn.example/jquery-3.7.1.min.js"></script>
<script src="https://cdn.example/bootstrap/4.3.1/js/bootstrap.min.js" crossorigin="a"></script>
<script src="https://cdn.example/bootstrap-table@1.19.1/dist/bootstrap-table.min.js"></script>
<script src="https://cdn.example/vega@5"></script>
</head><body><img src="https://great-expectations-web-assets.example/logo.png?d=1">
<a href="https://invented.example">kept</a><script>inline()</script></body></html>"""


def test_a_page_loads_its_furniture_from_beside_it_and_nothing_from_elsewhere(tmp_path: Path) -> None:
    pages = [tmp_path / "index.html", tmp_path / "validations" / "one" / "page.html"]
    for page in pages:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(PAGE, encoding="utf-8")
    furniture.settle(tmp_path)
    for page in pages:
        text = page.read_text("utf-8")
        loaded = re.findall(r'<(?:script|link|img)\b[^>]*(?:src|href)="([^"]+)"', text)
        assert len(loaded) == 6
        for path in loaded[:5]:
            assert (page.parent / path).resolve().is_file(), path
        assert not [path for path in loaded if "://" in path]
        assert "inline()" in text
        assert "https://invented.example" in text


def test_the_fonts_that_the_styles_name_are_there(tmp_path: Path) -> None:
    furniture.settle(tmp_path)
    styles = tmp_path / "static" / "vendor" / "css" / "all.min.css"
    named = set(
        re.findall(r"url\((\.\./webfonts/fa-(?:solid-900|regular-400|brands-400)\.woff2)\)", styles.read_text("utf-8"))
    )
    assert len(named) == 3
    for path in named:
        assert (styles.parent / path).resolve().is_file()
