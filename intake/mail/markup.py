"""HTML as text: nothing is fetched, nothing runs, and a link shows where it leads."""

import re
from html.parser import HTMLParser

SILENT = {"script", "style", "head", "title", "template", "svg", "noscript"}
LONGEST = 500_000
SPACES = re.compile(r"\s+")
BREAKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "blockquote", "table", "ul", "ol", "hr"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.said, self.silent, self.links = [], 0, []

    def handle_starttag(self, tag, attributes):
        if tag in SILENT:
            self.silent += 1
        elif tag == "a":
            self.links.append(dict(attributes).get("href") or "")
        elif tag in BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag):
        if tag in SILENT and self.silent:
            self.silent -= 1
        elif tag == "a" and self.links:
            address = self.links.pop()
            if address.startswith(("http:", "https:")):
                self.said.append(f" <{address[:200]}>")
        elif tag in BREAKS:
            self.said.append("\n")

    def handle_data(self, data):
        if not self.silent:
            self.said.append(SPACES.sub(" ", data))


def text_of(html: str) -> str:
    """The words of an HTML text, its paragraphs on lines of their own."""
    reader = _Reader()
    reader.feed(html[:LONGEST])
    reader.close()
    lines = [SPACES.sub(" ", line).strip() for line in "".join(reader.said).splitlines()]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before)
