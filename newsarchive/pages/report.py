"""Where readers report a mistake, with what they report filled in."""

from urllib.parse import quote

from newsarchive.pages.view import Views


def report_url(views: Views, title: str, url: str) -> str:
    """The address for reports about a page, a mail or a web address; empty where the archive has none."""
    contact = views.config.contact
    # Without an address of its own the site can name the page only from its root.
    address = (views.config.site_url or "/") + url
    if "@" not in contact or "/" in contact:
        return contact.replace("{url}", quote(address, safe="")).replace("{title}", quote(title, safe=""))
    words = views.strings["report"]
    subject, body = words["subject"].format(title=title), words["body"].format(url=address)
    return f"mailto:{contact}?subject={quote(subject, safe='')}&body={_mail_body(body)}"


def _mail_body(text: str) -> str:
    return quote("\r\n".join(text.split("\n")), safe="")
