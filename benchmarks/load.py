"""Four requests at once, as four colleagues who press at the same moment."""

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser

AT_ONCE = 4


@dataclass(frozen=True)
class Target:
    """One address of one house, with the session of whoever opens it."""

    port: int
    path: str
    cookie: str

    def fetch(self) -> tuple[float, int, bytes]:
        """Milliseconds from dialling to the last byte, status, body. A new connection each time, so that no worker
        keeps two of the four to itself."""
        headers = {"Host": "localhost", "Cookie": self.cookie, "X-Forwarded-Proto": "https", "Connection": "close"}
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", self.path, headers=headers)
        answer = line.getresponse()
        body = answer.read()
        line.close()
        return (time.perf_counter() - began) * 1000, answer.status, body


class Refused(Exception):
    """A page that did not answer with itself."""


def block(target: Target, number: int) -> list[float]:
    """The milliseconds of `number` requests, four at once; Refused if one of them is not answered with 200."""
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(lambda _: target.fetch(), range(number)))
    wrong = {status for _ms, status, _body in answers if status != 200}
    if wrong:
        raise Refused(f"{target.path} answers {sorted(wrong)}")
    return [ms for ms, _status, _body in answers]


class Rows(HTMLParser):
    """Counts what a page lists: entries of `ul.rows` and lines of table bodies. A board says the same twice (drawn,
    and in words for a phone): its drawing alone counts."""

    def __init__(self):
        super().__init__()
        self.open, self.entries, self.lines, self.is_board = [], 0, 0, False

    def handle_starttag(self, tag, attributes):
        classes = (dict(attributes).get("class") or "").split()
        self.is_board |= "board-table" in classes
        if tag in {"ul", "ol", "tbody"}:
            self.open.append((tag, "rows" in classes))
        elif self.open:
            around, is_rows = self.open[-1]
            self.entries += tag == "li" and is_rows
            self.lines += tag == "tr" and around == "tbody"

    def handle_endtag(self, tag):
        if self.open and tag == self.open[-1][0]:
            self.open.pop()


def rows_in(body: bytes) -> int:
    counter = Rows()
    counter.feed(body.decode())
    return counter.lines if counter.is_board else counter.entries + counter.lines
