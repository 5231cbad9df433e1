"""`build --json` tells machines what a build did, in numbers that can be checked against the site."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from newsarchive.commands.cli import cli
from tests.builders import write_root


def report_of(root: Path) -> dict[str, Any]:
    arguments = ["build", "--root", str(root), "--workers", "1", "--json", "--as-of", "2026-11-21"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def test_the_report_counts_what_the_build_did(tmp_path: Path) -> None:
    articles: dict[str, dict[str, Any]] = {"2025/10/latihan": {}, "2025/10/panen": {"title": "Panen lele"}}
    root = write_root(tmp_path / "root", articles)
    first = report_of(root)
    site = [path for path in (root / "site").rglob("*") if path.is_file()]
    staged = [path for path in (root / "build/docs").rglob("*") if path.is_file()]
    rendered = [path for path in staged if path.suffix == ".md"]
    assert (first["problems"], first["articles"]) == (0, 2)
    assert first["rendered"] == len(rendered) > 10
    assert first["staged"] == {"written": len(staged), "kept": 0, "removed": 0}
    assert first["site"] == {"written": len(site) - 1, "kept": 0, "removed": 0}
    assert first["indexed"] == 1
    assert first["seconds"]
    assert all(seconds >= 0 for seconds in first["seconds"].values())

    (root / "articles/2025/10/panen.md").unlink()
    # Otherwise the address would have to be kept.
    (root / "build/published.json").unlink()
    second = report_of(root)
    left = {path for path in (root / "site").rglob("*") if path.is_file()}
    assert (second["articles"], second["site"]["removed"]) == (1, len(set(site) - left))
    assert min(second["site"].values()) > 0
    assert second["site"]["written"] + second["site"]["kept"] == len(left) - 1
    assert 0 < second["rendered"] < first["rendered"]
