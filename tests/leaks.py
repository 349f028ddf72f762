"""The leak hunt: rare words put into guarded values, then looked for wherever the house says anything.

A `Secret` is a word, who may be shown it at which addresses, and where they must find it. `hunt` opens every address
of tests/access_table/ as every walker, every panel of the person page, and every search with the word in it; it runs
what beat runs, sends the outbox, and looks through pages, files, titles, links, e-mails, log lines, tasks and tables.

    found = hunt(shelter, [Secret("note", RARE, may={"psychologist": ANY}, must={"psychologist": ("…:session", {…})})])
    assert (found.leaks, found.missing) == ([], [])
"""

import html
import io
import json
import logging
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from unittest import mock
from urllib.parse import quote, quote_plus

import pypdf
from celery import Celery
from celery.app.task import Task
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.module_loading import import_string

from refuge.people.models import Channel
from refuge.people.registry import panels
from tests.access_table import TABLE

ANY = "any page"
# Where no guarded word ever stands, whoever reads: others look over a shoulder, or keep what passed by.
FORBIDDEN = {"title", "link", "header", "e-mail", "log", "task"}
# A number is dialled from its own card.
DIALLED = ("tel:", "sms:", "mailto:")
LINK = re.compile(r"""\b(?:href|src|action|hx-(?:get|post|vals|push-url)|data-[a-z-]*url)=["']([^"']*)""", re.I)
TITLE = re.compile(r"<title>(.*?)</title>", re.I | re.S)
# What differs from one answer to the next and says nothing.
NOISE = re.compile(r"""(csrfmiddlewaretoken" value="|csrf-token" content="|nonce="|X-CSRFToken[^\w]+)[\w+/=-]+""")

# These ask every app; the other searches are for names and numbers, and are asked for those alone.
SEARCHED_FOR_ALL = {"search"}
# Waits a second for a worker, and says nothing but whether there is one.
ASKS_A_WORKER = {"readyz"}
# A word and a number that stand nowhere.
DECOYS = ("Jjxoqvyz", "0466 99 88 77")


@dataclass(frozen=True)
class Secret:
    """`may`: walker -> the names of addresses that show it to them, or ANY. `must`: walker -> the visit at which they
    find it. `spellings` are further forms of `word`; `plain_in`, tables in which it stands plain by design; `finds`:
    who finds a file by searching for it."""

    name: str
    word: str
    may: dict = field(default_factory=dict)
    must: dict = field(default_factory=dict)
    spellings: tuple = ()
    plain_in: frozenset = frozenset()
    finds: frozenset = frozenset()

    def stands_in(self, text: str) -> bool:
        return any(form.casefold() in text for form in (self.word, *self.spellings))

    def is_shown_to(self, walker, address) -> bool:
        allowed = self.may.get(walker, ())
        return allowed == ANY or address in allowed

    @property
    def decoy(self) -> str:
        return DECOYS[self.word[0].isdigit()]


@dataclass(frozen=True)
class Visit:
    """One request. `address` is the name in the table, told in what is found."""

    address: str
    kwargs: dict = field(default_factory=dict)
    method: str = "get"
    data: tuple = ()

    @property
    def url(self) -> str:
        return reverse(self.address, kwargs=self.kwargs)


@dataclass
class Found:
    """`leaks`: (secret, walker, where). `missing`: (secret, walker, where it should have been)."""

    leaks: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    visits: int = 0


def hunt(shelter, secrets, walkers=None, more=()) -> Found:
    """Look for `secrets` everywhere. `walkers` are users by name, one of each role unless given; `more` are visits
    beyond those that the table knows. What the walk itself changes is taken back."""
    walkers = walkers or shelter.staff
    found = Found()
    visits = [*every_visit(shelter), *more]
    searches = every_search(shelter)
    for secret in secrets:
        for where in secret.must.values():
            if where not in visits:
                visits.append(where)
    with listening() as said:
        run_beat()
        for name, user in walkers.items():
            walk(found, secrets, name, user, visits)
            look_for(found, secrets, name, user, searches)
            error_pages(found, secrets, name, user)
    _judge(found, secrets, "everybody", "log", "\n".join(said.lines))
    _judge(found, secrets, "everybody", "task", "\n".join(said.tasks))
    for message in mail.outbox:
        _judge(found, secrets, ", ".join(message.to), "e-mail", text_of_mail(message))
    for table, text in every_table():
        found.leaks += [
            (secret.name, "the database", table)
            for secret in secrets
            if table not in secret.plain_in and secret.stands_in(text)
        ]
    found.leaks = sorted(set(found.leaks))
    return found


def every_visit(shelter) -> list[Visit]:
    """The table's addresses about the shelter's records, and the parts of the person page one by one."""
    rows = {name: row for name, row in TABLE.items() if name not in ASKS_A_WORKER}
    visits = [Visit(name, shelter.kwargs(row.about), row.method, row.data) for name, row in rows.items()]
    person = {"reference": shelter.person.reference}
    visits += [Visit("people:panel", person | {"key": panel.key}) for panel in panels.entries]
    channels = Channel.objects.current().filter(person=shelter.person).values_list("pk", flat=True)
    visits += [Visit("people:channel_show", person | {"pk": pk}, "post") for pk in channels]
    reasoned = (("reason", "guidance"),)
    visits.append(Visit("casework:notes_read", person, "post", reasoned))
    return visits


def every_search(shelter) -> list[Visit]:
    """Where words are looked for; `data` gets them under the names of its keys."""
    person = {"reference": shelter.person.reference}
    named = ("chosen_name", "legal_name", "phone")
    return [
        Visit("search", method="post", data=("q",)),
        Visit("people:duplicates", method="post", data=named),
        Visit("people:merge", person, data=("q",)),
        Visit("partners:list", data=("q",)),
        Visit("partners:refer", person, data=("q",)),
    ]


def walk(found, secrets, walker, user, visits) -> None:
    client = Client()
    client.force_login(user)
    missing = {secret.name: where for secret in secrets if (where := secret.must.get(walker))}
    for visit in visits:
        response = ask(client, visit, dict(visit.data))
        found.visits += 1
        shown = body_of(response)
        for secret in _judge_page(found, secrets, walker, visit.address, response, shown):
            if missing.get(secret.name) == visit:
                del missing[secret.name]
    found.missing += [(name, walker, where.address) for name, where in missing.items()]


def ask(client, visit, data):
    """The answer, after what follows a commit; then everything it changed is taken back."""
    with transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = getattr(client, visit.method)(visit.url, data)
        transaction.set_rollback(True)
    return response


def _judge_page(found, secrets, walker, address, response, shown) -> list:
    """Note what of `secrets` the answer shows and should not; those that stand in its body."""
    parts = {
        "title": " ".join(TITLE.findall(shown)),
        "link": " ".join(each for each in LINK.findall(shown) if not each.startswith(DIALLED)),
        "header": " ".join(f"{name}: {value}" for name, value in response.headers.items())
        + str(response.cookies),
    }  # fmt: skip
    for kind, text in parts.items():
        _judge(found, secrets, walker, kind, text.casefold(), address)
    shown = shown.casefold()
    standing = [secret for secret in secrets if secret.stands_in(shown)]
    found.leaks += [(secret.name, walker, address) for secret in standing if not secret.is_shown_to(walker, address)]
    return standing


def _judge(found, secrets, walker, kind, text, address="") -> None:
    where = f"{kind} of {address}" if address else kind
    found.leaks += [(secret.name, walker, where) for secret in secrets if secret.stands_in(text.casefold())]


def look_for(found, secrets, walker, user, searches) -> None:
    """Whoever may not find by a word gets the answer that a word gets which stands nowhere."""
    client = Client()
    client.force_login(user)
    for visit in searches:
        nothing = {decoy: answer_to(client, visit, decoy) for decoy in DECOYS}
        for secret in secrets:
            if visit.address not in SEARCHED_FOR_ALL and not secret.finds:
                continue
            answer = without(answer_to(client, visit, secret.word), secret.word)
            differs = answer != without(nothing[secret.decoy], secret.word)
            if differs and walker not in secret.finds:
                found.leaks.append((secret.name, walker, f"search at {visit.address}"))
            if visit.address == "search" and walker in secret.finds and not differs:
                found.missing.append((secret.name, walker, "search"))


def answer_to(client, visit, word) -> str:
    response = ask(client, visit, dict.fromkeys(visit.data, word))
    return NOISE.sub(r"\1", html.unescape(response.content.decode()))


def without(answer, word) -> str:
    """The answer but for what was looked for, which a page repeats."""
    for said in (word, *DECOYS):
        for form in (said, quote_plus(said), quote(said)):
            answer = answer.replace(form, "")
    return answer


def error_pages(found, secrets, walker, user) -> None:
    """An address that is not there, and a page that breaks while it holds the words."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    words = " ".join(secret.word for secret in secrets)

    def broken(request):
        held = words
        raise ValueError(held)

    answers = [client.get("/people/P-1999-0001/", {"next": "/"})]
    with mock.patch("refuge.ui.views.timezone.localtime", side_effect=lambda *_: broken(None)):
        answers.append(client.get("/"))
    for response in answers:
        _judge_page(found, secrets, walker, f"error {response.status_code}", response, body_of(response))


class Listening(logging.Handler):
    """Log lines as the house writes them, and the messages that tasks are sent as."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.lines, self.tasks = [], []
        line = settings.LOGGING["formatters"]["line"]
        self.setFormatter(import_string(line.get("()", "logging.Formatter"))(line["format"]))

    def emit(self, record):
        self.lines.append(self.format(record))

    def __enter__(self):
        root = logging.getLogger()
        self.level_before = root.level
        root.addHandler(self)
        root.setLevel(logging.INFO)
        self.patches = [
            mock.patch.object(Task, "apply_async", self._note),
            # Long work is sent by its name, from where its module is not loaded.
            mock.patch.object(Celery, "send_task", self._note_sent),
        ]
        for patch in self.patches:
            patch.start()
        return self

    def __exit__(self, *_):
        for patch in self.patches:
            patch.stop()
        root = logging.getLogger()
        root.removeHandler(self)
        root.setLevel(self.level_before)

    def _note(self, args=None, kwargs=None, **options):
        self.tasks.append(json.dumps([args, kwargs, options], default=str))

    def _note_sent(self, name, args=None, kwargs=None, **options):
        self._note([name, args], kwargs, **options)


listening = Listening


def run_beat() -> None:
    """Everything that beat runs, once: alerts are given, e-mails sent."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        import_string(entry["task"])()
    import_string(settings.CELERY_BEAT_SCHEDULE["send-waiting-alerts"]["task"])()


def body_of(response) -> str:
    """What an answer says: a page's text, a file's, and the message kept for the next page."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    kept = response.wsgi_request.session.get("_messages", "") if hasattr(response, "wsgi_request") else ""
    return f"{text_of_bytes(data)} {html.unescape(str(kept))}"


def text_of_bytes(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        return " ".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    text = data.decode("utf-8", "replace")
    # A calendar folds its lines.
    return html.unescape(text.replace("\r\n ", "") if text.startswith("BEGIN:VCALENDAR") else text)


def text_of_mail(message) -> str:
    attached = [text_of_bytes(each[1] if isinstance(each[1], bytes) else str(each[1]).encode())
                for each in message.attachments]  # fmt: skip
    other = [str(each[0]) for each in getattr(message, "alternatives", [])]
    return " ".join([message.subject, message.body, *other, *attached])


def every_table():
    """(name, everything in it as text) of each table: cache, sessions, outbox, history and logs are among them."""
    binary = binary_columns()
    name = connection.ops.quote_name
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {name(table)} AS t")
            yield table, cursor.fetchone()[0].casefold()
            # As text these are hexadecimal digits, in which no word is found.
            for column in binary[table]:
                cursor.execute(f"SELECT {name(column)} FROM {name(table)} WHERE length({name(column)}) > 0")
                yield table, " ".join(text_of_bytes(bytes(each)) for (each,) in cursor.fetchall()).casefold()


def binary_columns() -> dict[str, list[str]]:
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND data_type = 'bytea'"
        )
        for table, column in cursor.fetchall():
            found[table].append(column)
    return found
