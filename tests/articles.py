"""An article as tests write it, read by the archive, and pieces of hostile bodies."""

from hypothesis import strategies as st

from newsarchive.content.articles.parse import Parsed, parse

PATH = "articles/2025/10/contoh.md"
FRONT = """\
title: Contoh
date: 2025-10-29
facility: rutan-serang
event_type: razia
summary: Petugas memeriksa kamar hunian.
source: {publisher: Koran Contoh}
"""
BODY = "Petugas memeriksa kamar hunian.\n"
BODY_PIECES = st.sampled_from(
    [
        *"\n\n\n  abc<>[]()!#&;:/\\\"'`~_*={}|^-+.\t\x02\x03é",
        *("[a]", "](", "](javascript:alert(1))", "\n[a]: ", "[^1]", "\n[^1]: ", "*[X]: y", "[TOC]", "\n: "),
        *("<script>", "</", "<img src=x onerror=y>", "<!--", "-->", "<![CDATA[", "<?php", "<div markdown=1>"),
        *(
            "&#x6a;",
            "&colon;",
            "&lt;",
            "javascript:",
            "data:",
            "vbscript:",
            "mailto:a@b",
            "https://a.example/",
        ),
        *("<https://a.example>", "<java\nscript:x>", "<a href=javascript:x>", "//evil.example", "\\\\"),
        *("\n    ", "```", "~~~", "``` {#__config .x}", "__config__", "\n# ", '!!! note "x"'),
        *("| a | b |\n|---|:-:|\n", "klzzwxh:0000", "\x02klzzwxh:0\x03"),
    ]
)


def article(front: str = FRONT, body: str = BODY, path: str = PATH) -> Parsed:
    return parse(path, f"---\n{front}---\n\n{body}".encode())


def codes(parsed: Parsed) -> list[str]:
    return [problem.code for problem in parsed.problems]
