"""The few pieces of HTML that a report is made of; whatever is text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from geoecon.definitions import meaning

ASSETS = ("report.css", "report.js")


def text(value: object) -> str:
    """Escaped text."""
    return escape(str(value))


def element(name: str, *children: str, **attributes: str) -> str:
    """An element; `children` are HTML, attributes text (`class_` for class)."""
    written = "".join(f' {key.rstrip("_")}="{escape(at)}"' for key, at in attributes.items())
    return f"<{name}{written}>{''.join(children)}</{name}>"


def paragraph(words: object, **attributes: str) -> str:
    """A paragraph of plain text."""
    return element("p", text(words), **attributes)


def section(title: str, *children: str, lead: str = "") -> str:
    """A section under a heading, with a line of plain text below it; "" without children."""
    inner = [child for child in children if child]
    head = [element("h2", text(title)), paragraph(lead, class_="lead") if lead else ""]
    return element("section", *head, *inner) if inner else ""


def figure(title: str, picture: str, caption: str, **attributes: str) -> str:
    """A picture with a heading above it and its caption (plain text) below; "" without picture."""
    if not picture:
        return ""
    head, foot = element("h3", text(title)), element("figcaption", text(caption))
    return element("figure", head, element("div", picture, class_="picture"), foot, **attributes)


def bullets(items: Iterable[str]) -> str:
    """A list of HTML items; "" without any."""
    inner = [element("li", item) for item in items]
    return element("ul", *inner) if inner else ""


def link(url: str, words: str = "") -> str:
    """A link to a web page; other addresses stay text."""
    if not url.startswith(("https://", "http://")):
        return text(url)
    return element("a", text(words or url), href=url, rel="noopener")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], **attributes: str) -> str:
    """A table of plain text that a click on a heading sorts; "" without rows.

    A heading that `geoecon.definitions` knows tells what it means where the pointer rests on it.
    """
    body = [element("tr", *(element("td", text(cell)) for cell in row)) for row in rows]
    if not body:
        return ""
    head = element("tr", *(heading(name, meaning(name)) for name in heads))
    whole = element("table", element("thead", head), element("tbody", *body), **attributes)
    return element("div", whole, class_="scroll")


def heading(name: str, told: str) -> str:
    """The heading of a column, with what it means on hover; without where `told` is ""."""
    inner = element("abbr", text(name), title=told) if told else text(name)
    return element("th", inner, scope="col")


def document(title: str, *body: str) -> str:
    """The whole page, style and script inside it."""
    style, script = (files("geoecon.report").joinpath(name).read_text("utf-8") for name in ASSETS)
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{text(title)}</title><style>{style}</style>"
    )
    inner = f"{element('main', *body)}<script>{script}</script>"
    whole = element("html", element("head", head), element("body", inner), lang="en")
    return f"<!doctype html>\n{whole}\n"
