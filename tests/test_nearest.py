"""Nearest names come by likeness, equals in the order in which they are known."""

from newsarchive.content.nearest import nearest


def test_the_most_similar_names_come_first_and_strangers_not_at_all() -> None:
    fields = ["status", "story", "source", "summary", "title"]
    assert nearest("sumary", fields) == ["summary"]
    assert nearest("sttus", fields, limit=1) == ["status"]
    assert nearest("xyzzy", fields) == []
    assert nearest("", fields) == []
    assert nearest("ab", ["abd", "abc", "xyz"]) == ["abd", "abc"]
    assert nearest("ab", ["abd", "abc"], least=0.9) == []
