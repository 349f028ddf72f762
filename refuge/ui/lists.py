"""The pattern of a list page: filters and sorting kept in the address, paged by key, swapped by htmx.

    @page("intake.view")
    def inbox(request):
        listing = Listing(request, InboxForm, Request.objects.visible_to(request.user), {"received": "received_at"})
        return listing.render("intake/inbox.html")

`intake/inbox.html` extends `ui/list.html`; the rows stand in `intake/inbox_rows.html`.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, Window
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from refuge import questions
from refuge.questions import SOME_REFERENCE, SOME_TIME, SOMEBODY, ask, count, read
from refuge.ui.forms import RefugeForm

COUNTED = 1000
# What stands in kept SQL for the place where the page before ended, by the sort of its column.
STAND_IN_FOR = {datetime: SOME_TIME, str: SOME_REFERENCE}


class ListForm(RefugeForm):
    """The filters of a list: a GET form. `filter` narrows the rows by what was chosen."""

    inline = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    @cached_property
    def helper(self):
        helper = super().helper
        helper.disable_csrf = True
        return helper

    def filter(self, records):
        """The rows that the cleaned data asks for. Each list says how."""
        return records

    @property
    def active(self) -> bool:
        """Whether something is filtered."""
        return any(value not in (None, "", [], False) for value in getattr(self, "cleaned_data", {}).values())


class Listing:
    """One page of rows, with where it stands in the list.

    `columns` maps a name in the address to a column that is never null, indexed with the id; `sort` is the order at
    first, "-" for newest first. The place in the list is a row's id: the address tells nothing of the row, and a row
    that has gone leads back to the first page.

    `kept` names a list whose rows, as long as nothing is filtered, depend on the user, their roles and the day alone:
    its SQL is kept (refuge/questions.py). `keeps` are the filters that depend on nothing but their value and `more`
    besides, parameters that they read. Of such a list `records` may also be a function that gives the queryset: it is
    put together once a day then.

    `ids_first`: the page is found by ids alone, and what its rows show is read of these, where a page has to be sorted
    out of all of them. `counts_beside`: the first page says how many rows there are, in the same query: where all have
    to be found for a page in any case.
    """

    def __init__(
        self,
        request,
        form_class,
        records,
        columns,
        *,
        sort="",
        size=None,
        form_kwargs=None,
        kept="",
        keeps=(),
        more=(),
        ids_first=False,
        counts_beside=False,
    ):
        self.request, self.columns = request, columns
        # By filters whose SQL may be kept: how the list is opened and read on mostly.
        self.kept = "" if request.GET.keys() - {"sort", "after", *keeps} else kept
        self.asked = (*more, *((name, request.GET.get(name, "")) for name in keeps))
        self.size, self.ids_first = size or settings.PAGE_SIZE, ids_first
        self.sort = self._allowed_sort(request.GET.get("sort"), sort or f"-{next(iter(columns))}")
        self.form = form_class(request.GET, **(form_kwargs or {}))
        self._given, self._named = records, kept
        if not self.form.is_valid():
            self.kept = ""
        self._counts_beside = counts_beside and not self.kept and not request.GET.keys() & {"after", "before"}

    # Put together when they are asked for: a list that is read by kept SQL needs neither.
    @cached_property
    def all_records(self):
        if not callable(self._given):
            return self._given
        return questions.kept(f"{self._named}.records", self.request.user, self._given).all()

    @cached_property
    def records(self):
        return self.form.filter(self.all_records) if self.form.is_valid() else self.all_records

    def _allowed_sort(self, wanted, default):
        return wanted if wanted and wanted.removeprefix("-") in self.columns else default

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def column(self) -> str:
        return self.columns[self.sort.removeprefix("-")]

    def sort_state(self, name) -> str:
        """ "ascending", "descending", or "" for a column that the list is not sorted by."""
        if self.sort.removeprefix("-") != name:
            return ""
        return "descending" if self.descending else "ascending"

    def sort_toggled(self, name) -> str:
        """The sort that a press on the column's head asks for."""
        return f"-{name}" if self.sort_state(name) == "ascending" else name

    def ordered(self, forwards=True):
        keys = (F(self.column), F("pk"))
        down = self.descending == forwards
        return self.records.order_by(*(key.desc() if down else key.asc() for key in keys))

    def _beyond(self, place, forwards) -> Q:
        """Rows past `place` in the direction of reading; the first condition is the one an index serves."""
        value, pk = place
        way = "lt" if self.descending == forwards else "gt"
        same_or_past = Q(**{f"{self.column}__{way}e": value})
        return same_or_past & (Q(**{f"{self.column}__{way}": value}) | Q(**{f"pk__{way}": pk}))

    def _place(self, cursor):
        """The sort key of the row that the cursor names, or None."""
        try:
            pk = self.all_records.model._meta.pk.to_python(cursor) if cursor else None
        except ValidationError:
            pk = None
        if not isinstance(pk, UUID) or not self._named:
            return self.all_records.filter(pk=pk).values_list(self.column, "pk").first() if pk else None
        name, user = f"{self._named}.place", self.request.user
        return next(iter(ask(name, user, self._somewhere, self.column, stand_ins={SOMEBODY: pk})), None)

    def _somewhere(self):
        return self.all_records.filter(pk=SOMEBODY).values_list(self.column, "pk")

    def _read(self, after) -> list:
        """The rows of the first page, or of the one past the place `after`, by kept SQL."""
        if not after:
            return read(self.kept, self.request.user, self._first, self.sort, self.size, *self.asked)
        somewhere = (STAND_IN_FOR[type(after[0])], SOMEBODY)
        return read(
            f"{self.kept}.after", self.request.user,
            lambda: self._cut(self.ordered().filter(self._beyond(somewhere, forwards=True))),
            self.sort, self.size, *self.asked, stand_ins=dict(zip(somewhere, after, strict=True)),
        )  # fmt: skip

    @cached_property
    def _page(self):
        """Rows, and whether there are more before and after them."""
        before, after = (self._place(self.request.GET.get(key)) for key in ("before", "after"))
        if self.kept and (not after or type(after[0]) in STAND_IN_FOR):
            rows = self._read(after)
            return rows[: self.size], bool(after), len(rows) > self.size
        if before:
            rows = list(self.ordered(forwards=False).filter(self._beyond(before, forwards=False))[: self.size + 1])
            return rows[: self.size][::-1], len(rows) > self.size, True
        rows = self.ordered()
        if self._counts_beside:
            rows = rows.annotate(number_of_all=Window(Count("*")))
        if after:
            rows = rows.filter(self._beyond(after, forwards=True))
        rows = list(rows[: self.size + 1])
        return rows[: self.size], bool(after), len(rows) > self.size

    def _counted(self):
        return self.records.order_by()[: COUNTED + 1]

    def _first(self):
        return self._cut(self.ordered())

    def _cut(self, rows):
        """The page that begins with `rows`, and the row after it."""
        if self.ids_first:
            return self.ordered().filter(pk__in=rows.values("pk")[: self.size + 1])
        return rows[: self.size + 1]

    @property
    def rows(self) -> list:
        return self._page[0]

    @property
    def previous(self):
        """The cursor of the page before, or None on the first."""
        rows, has_previous, _has_next = self._page
        return str(rows[0].pk) if rows and has_previous else None

    @property
    def next(self):
        """The cursor of the page after, or None on the last."""
        rows, _has_previous, has_next = self._page
        return str(rows[-1].pk) if rows and has_next else None

    @cached_property
    def count(self) -> str:
        """How many rows the filters leave; "1000+" beyond what is worth counting."""
        if self._counts_beside:
            number = self.rows[0].number_of_all if self.rows else 0
        elif self.kept:
            number = count(f"{self.kept}.count", self.request.user, self._counted, *self.asked)
        else:
            number = self._counted().values("pk").count()
        return f"{COUNTED}+" if number > COUNTED else str(number)

    @property
    def count_text(self) -> str:
        return _("1 result") if self.count == "1" else _("%(number)s results") % {"number": self.count}

    def render(self, template, context=None):
        """The page, or for htmx only its results: the template's twin that ends in `_rows.html`, in its frame."""
        htmx = self.request.htmx
        part = htmx and not htmx.history_restore_request and htmx.target == "results"
        rows_template = template.removesuffix(".html") + "_rows.html"
        context = {"listing": self, "form": self.form, "rows_template": rows_template, **(context or {})}
        return render(self.request, "ui/list_results.html" if part else template, context)
