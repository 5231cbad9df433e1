"""The smallest vocabularies without a mistake, for roots that tests make."""

from pathlib import Path

SOUND = {
    "themes.yml": "keamanan: {name: Keamanan}\n",
    "event_types.yml": "razia: {name: Razia, theme: keamanan}\n",
    "regions.yml": "banten: {name: Banten, code: '36'}\n",
    "facilities.yml": (
        "rutan-serang: {name: Rutan Kelas IIB Serang, type: rutan, region: banten, source: contoh}\n"
    ),
    "glossary.yml": "WBP: {expansion: Warga Binaan Pemasyarakatan, explanation: Penghuni lapas dan rutan.}\n",
}


def write_vocabulary(root: Path) -> None:
    """Write `vocab/` with one entry in each file: `rutan-serang` in `banten`, `razia` in `keamanan`."""
    (root / "vocab").mkdir(exist_ok=True)
    for name, text in SOUND.items():
        (root / "vocab" / name).write_text(text, encoding="utf-8", newline="\n")
