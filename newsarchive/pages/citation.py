"""How an article is cited: as text in two styles, and for programs that keep references."""

from msgspec import Struct

from newsarchive.model import Article, ArticleDate
from newsarchive.pages.formats import apa_date, date_text
from newsarchive.pages.record import first_day
from newsarchive.pages.view import Views

BIBTEX_LANGUAGES = {"id": "indonesian", "en": "english"}
"""The site's languages by the names that BibTeX's styles know."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names, which each style writes in its way."""

_BIBTEX = str.maketrans(
    {
        # By name, since BibTeX counts braces even behind a backslash.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)

_INNER_QUOTES = str.maketrans('“”"', "‘’'")


class Citation(Struct, frozen=True):
    """An article's citation in each form."""

    key: str
    """What BibTeX calls the article; its files are named so."""
    apa: str
    chicago: str
    bibtex: str
    ris: str


def citation(views: Views, article: Article) -> Citation | None:
    """The archive is the author, and the day when it published the article is the date.

    None where the site's address isn't known: a citation without one leads nowhere.
    """
    config = views.config
    if not config.site_url:
        return None
    author, title, url = config.site_name, article.title, config.site_url + article.url
    sentence = title if title.endswith((".", "?", "!", "…")) else f"{title}."
    added = first_day(article) or ArticleDate(0)
    words = views.strings["citation"]
    day = f"{date_text(added, config.lang, 'long')}." if added.year else words["no_date"]
    apa_day = apa_date(added, config.lang) if added.year else words["no_date"]
    key = article.key.replace("/", "-")
    return Citation(
        key=key,
        apa=f"{author}. ({apa_day}). {sentence} {url}",
        chicago=f"{author}. “{sentence.translate(_INNER_QUOTES)}” {day} {url}.",
        bibtex=_bibtex(
            key,
            author=f"{{{author.translate(_BIBTEX)}}}",
            title=f"{{{title.translate(_BIBTEX)}}}",
            year=f"{added.year}" if added.year else "",
            month=MONTHS[added.month - 1] if added.month else "",
            url=url,
            langid=BIBTEX_LANGUAGES[config.lang],
        ),
        ris=_ris(
            TY="ELEC",
            AU=author,
            TI=title,
            PY=f"{added.year}" if added.year else "",
            DA=added.iso.replace("-", "/") if added.day else "",
            UR=url,
            LA=config.lang,
        ),
    )


def _bibtex(key: str, **fields: str) -> str:
    """An entry of the fields that aren't empty; `month` is a name of BibTeX's, all others are texts."""
    texts = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items() if value}
    lines = [f"  {name} = {text},\n" for name, text in texts.items()]
    return f"@misc{{{key},\n{''.join(lines)}}}"


def _ris(**fields: str) -> str:
    """A reference of the fields that aren't empty."""
    lines = [f"{tag}  - {value}\n" for tag, value in fields.items() if value]
    return f"{''.join(lines)}ER  - "
