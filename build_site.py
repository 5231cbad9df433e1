"""Build, check and serve the archive: `python build_site.py --help`."""

# This file must parse under a Python that is too old and run without any package, since it is what says so:
# no f-strings, no `match`, and only the standard library before the packages are known to be there.
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HANDED_ON = "NEWSARCHIVE_HANDED_ON"
"""Set for a run that was handed to the environment, so that it isn't handed on again."""


def environment_python() -> str:
    """Path of the Python of `.venv`; '' if there is none, or if this run has been handed to it already."""
    path = HERE / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return str(path) if path.exists() and HANDED_ON not in os.environ else ""


def explain(name: str, **values: str) -> None:
    """Write a text of `newsarchive/strings` in the language that was asked for."""
    words = " ".join(sys.argv[1:]).replace("=", " ") + " "
    asked = [lang for lang in ("id", "en") if "--lang {} ".format(lang) in words]  # noqa: UP032
    lang = asked[0] if asked else "en" if os.environ.get("NEWSARCHIVE_LANG") == "en" else "id"
    text = (HERE / "newsarchive" / "strings" / (name + "." + lang + ".txt")).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    encoding = sys.stderr.encoding or "ascii"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding))


def hand_on_or_explain(name: str, **values: str) -> int:
    """Run the same command under `.venv` if it is there; else say what is missing. Returns the exit code."""
    python = environment_python()
    if not python:
        explain(name, folder=str(HERE), **values)
        return 2
    command = [python, str(HERE / "build_site.py"), *sys.argv[1:]]
    process = subprocess.Popen(command, env=dict(os.environ, **{HANDED_ON: "1"}))
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the other one hears of it too, and ends in its own way


def run() -> int:
    """Run the command line; returns the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036
        return hand_on_or_explain("python", found=".".join(map(str, sys.version_info[:2])))
    try:
        from newsarchive.commands.cli import main

        return main()
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        if missing == "newsarchive":
            raise
        return hand_on_or_explain("setup", missing=missing)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    # Here, since worker processes load this file too and need none of it.
    code = run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        pass
    # End at once, without taking apart one by one what the system frees in a moment.
    os._exit(code)
