"""The files around the code fit together, so that a fresh clone works and stays reproducible."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

WORKFLOW = ".github/workflows/site.yml"
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")
EXTRAS = ("dev", "bench")


def pins(path: Path) -> dict[str, str]:
    """Versions by package and environment marker."""
    lines = re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)(?: *; *([^\\\n]+?))? *\\?$", path.read_text("utf-8"), re.M)
    return {f"{package} {marker}".strip(): version for package, version, marker in lines}


def normal(requirement: str) -> str:
    """The bare name of a requirement, as compiled files write it."""
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_every_pin_has_hashes_and_no_machine_is_named(repo_root: Path, file: str) -> None:
    text = (repo_root / file).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert blocks
    for block in blocks:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block
    assert not re.search(r"index-url|find-links|trusted-host|https?://|file:|/opt/|/root/|/home/", text)


def test_requirements_are_compiled_from_the_project(repo_root: Path) -> None:
    project = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run, *extras = (pins(repo_root / file) for file in REQUIREMENTS)
    for requirement in project["dependencies"]:
        assert normal(requirement) in run, f"{requirement}: make lock"
    for extra, compiled in zip(EXTRAS, extras, strict=True):
        assert run.items() <= compiled.items(), f"{extra} must hold what requirements.txt holds: make lock"
        for requirement in project["optional-dependencies"][extra]:
            assert normal(requirement) in compiled, f"{requirement}: make lock"


FORMS = ".github/ISSUE_TEMPLATE"


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", ".github/workflows/*.yml"),
        ("dependabot", ".github/dependabot.yml"),
        ("github-issue-forms", f"{FORMS}/[0-9]-*.yml"),
        ("github-issue-config", f"{FORMS}/config.yml"),
    ],
)
def test_github_files_follow_their_schema(repo_root: Path, schema: str, pattern: str) -> None:
    files = sorted(map(str, repo_root.glob(pattern)))
    assert files
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *files]
    subprocess.run(command, check=True)


def test_every_issue_form_asks_for_what_it_takes(repo_root: Path) -> None:
    """Whoever asks for a correction or a withdrawal names the page, and the kinds are those of articles."""
    forms = {path.stem[2:]: path for path in (repo_root / FORMS).glob("[0-9]-*.yml")}
    assert sorted(forms) == ["artikel-baru", "code", "koreksi", "penarikan"]
    asked = {}
    for name, path in forms.items():
        fields = [field for field in yaml.safe_load(path.read_text("utf-8"))["body"] if "id" in field]
        asked[name] = {field["id"]: field for field in fields}
        assert any(field.get("validations", {}).get("required") for field in fields)
    kinds = {"koreksi": ("kind", "correction_kinds"), "penarikan": ("reason", "withdrawal_reasons")}
    strings = yaml.safe_load((repo_root / "newsarchive/strings/id.yml").read_text("utf-8"))["pages"]
    for name, (field, texts) in kinds.items():
        assert asked[name]["page"]["validations"] == {"required": True}
        options = asked[name][field]["attributes"]["options"]
        words = {re.split(r"[-_]", kind)[0] for kind in strings[texts]}
        assert {re.split(r"[ :]", option)[0].lower() for option in options} == words


def test_workflow_grants_little_and_pins_its_actions(repo_root: Path) -> None:
    workflow = yaml.safe_load((repo_root / WORKFLOW).read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    granting = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    assert granting == {"publish": {"pages": "write", "id-token": "write"}}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    for step in steps:
        assert re.fullmatch(r"actions/[a-z-]+@v\d+", step.get("uses", "actions/none@v0"))
    commands = [step["run"] for step in steps if "run" in step]
    checks = [command for command in commands if "python build_site.py check --format github" in command]
    assert len(checks) == 2, "both jobs compare with what was published before"
    assert all("--base" in command or "${base[@]}" in command for command in checks)
    assert "make test" in commands
    assert 'python tools/commit_message.py --since "origin/$BASE"' in commands


def test_pre_commit_runs_check_the_linters_and_the_judge_of_messages(repo_root: Path) -> None:
    path = repo_root / ".pre-commit-config.yaml"
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config", str(path)], check=True)
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert config["default_install_hook_types"] == ["pre-commit", "commit-msg"]
    (repo,) = config["repos"]
    assert repo["repo"] == "local"
    hooks = {hook["entry"].split(" --")[0]: hook for hook in repo["hooks"]}
    assert list(hooks) == [
        "python build_site.py check",
        "ruff check",
        "ruff format",
        "python -m tools.biome check",
        "python -m tools.commit_message",
    ]
    assert hooks["python -m tools.commit_message"]["stages"] == ["commit-msg"]
    for file in ("articles/2025/10/a.md", "vocab/regions.yml", "docs/index.md", "mkdocs.yml"):
        assert re.search(hooks["python build_site.py check"]["files"], file)
    for file in ("docs/assets/archive.css", "docs/assets/words.js", "biome.jsonc"):
        assert re.search(hooks["python -m tools.biome check"]["files"], file)


def test_node_packages_are_pinned_with_hashes_and_no_registry(repo_root: Path) -> None:
    package, lock = (
        json.loads((repo_root / file).read_text(encoding="utf-8"))
        for file in ("package.json", "package-lock.json")
    )
    assert lock["packages"].pop("")["devDependencies"] == package["devDependencies"], "npm install"
    for name, version in package["devDependencies"].items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    for name, entry in lock["packages"].items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, f"{name}: keep omit-lockfile-registry-resolved in .npmrc"


def test_lint_looks_at_python_and_at_scripts_and_styles(repo_root: Path) -> None:
    makefile = (repo_root / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"^lint:.*\n((?:\t.*\n)+)", makefile, re.M)
    commands = re.findall(r"\$\(BIN\)/(.*)", recipe)
    assert commands == ["ruff check", "ruff format --check", "python -m tools.biome check", "mypy"]


def test_continuous_integration_runs_the_one_test_command(repo_root: Path) -> None:
    script = repo_root / ".ci/run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert lines[-1] == "exec make test"
    assert os.name == "nt" or os.access(script, os.X_OK)


@pytest.mark.skipif(os.name == "nt", reason="make and bash are for Linux and macOS")
def test_every_make_target_has_its_line_of_help(repo_root: Path) -> None:
    makefile = (repo_root / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.M)
    helped = set(re.findall(r'@echo "make (\w+)', makefile))
    assert set(phony.split()) - {"help", "browser"} == helped
