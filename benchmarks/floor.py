"""The floor: a plain list of rows as any Django project would show it, in the house's own server and database.

It runs behind the middleware that `django-admin startproject` gives, not behind ours: what the house adds to a page
(history, access log, second factor, policy, languages, the shell with its counts) is on the page's side.
"""

from django.contrib.auth.decorators import login_required
from django.db import connection, models
from django.http import HttpResponse
from django.template import engines
from django.utils.module_loading import import_string

from benchmarks.pages import FLOOR

ROWS = 200_000
STATES = [("new", "New"), ("open", "Open"), ("waiting", "Waiting"), ("closed", "Closed")]
# Innermost last, as in a new project's settings.
STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TABLE = "benchmarks_floor"
FILL = f"""
CREATE TABLE {TABLE} AS
    SELECT n AS id, 'A-' || lpad(n::text, 6, '0') AS reference, 'Name ' || md5(n::text) AS name,
        (ARRAY['new', 'open', 'waiting', 'closed'])[1 + n %% 4] AS state,
        TIMESTAMPTZ '2018-01-01' + n * INTERVAL '17 minutes' AS received_at,
        'Some words about row ' || n || ' that a list cuts short because nobody reads them all' AS note
    FROM generate_series(1, %s) AS n;
ALTER TABLE {TABLE} ADD PRIMARY KEY (id);
CREATE INDEX ON {TABLE} (received_at, id);
ANALYZE {TABLE};
"""  # noqa: S608 no value of anybody's
TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>List</title></head><body>
<p>{{ user.email }}</p>
<table><thead><tr><th>Reference</th><th>Name</th><th>State</th><th>Received</th><th>Note</th></tr></thead><tbody>
{% for row in rows %}<tr><td><a href="/rows/{{ row.pk }}/">{{ row.reference }}</a></td><td>{{ row.name }}</td>
<td>{{ row.get_state_display }}</td><td>{{ row.received_at|date:"j F Y, H:i" }}</td>
<td>{{ row.note|truncatewords:8 }}</td></tr>
{% endfor %}</tbody></table></body></html>
"""


class Row(models.Model):
    """One line of the floor. Django manages neither the table nor its migrations."""

    reference = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=STATES)
    received_at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = TABLE

    def __str__(self):
        return self.reference


def fill(rows: int = ROWS) -> None:
    """Make the table of the floor, unless it is there."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            cursor.execute(FILL, [rows])


def beside_the_product(get_response):
    """The first middleware: an address under /floor/ never reaches the product."""
    stock = None
    template = engines["django"].from_string(TEMPLATE)

    def answer(request):
        rows = Row.objects.order_by("-received_at", "-pk")[: int(request.path.removeprefix(FLOOR).strip("/"))]
        return HttpResponse(template.render({"rows": rows}, request))

    def middleware(request):
        nonlocal stock
        if not request.path.startswith(FLOOR):
            return get_response(request)
        stock = stock or behind_stock_middleware(login_required(answer))
        return stock(request)

    return middleware


def behind_stock_middleware(view):
    for name in reversed(STOCK):
        view = import_string(name)(view)
    return view
