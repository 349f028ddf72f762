"""The internal shop: its list and its book, a thing, and the sheet on which pieces are told."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from refuge.partners.forms import OrganisationField
from refuge.people.models import Person
from refuge.ui.forms import RefugeForm, RefugeModelForm, ResidentSelect, SegmentedSelect
from refuge.ui.lists import ListForm
from volunteers.forms.volunteers import ALL
from volunteers.models import Category, EntryKind, ShopItem, ShopMovement

MOST_AT_ONCE = 9999


class ShopForm(ListForm):
    STATES = [
        ("", _("All that is kept")),
        ("low", _("Runs low")),
        ("none", _("None left")),
        ("gone", _("No longer kept")),
    ]

    q = forms.CharField(label=_("Name"), max_length=80)
    category = forms.ChoiceField(label=_("Category"), choices=ALL + Category.choices)
    state = forms.ChoiceField(label=_("Stock"), choices=STATES)

    def filter(self, records):
        wanted = self.cleaned_data
        if wanted["q"]:
            records = records.found_by(wanted["q"])
        if wanted["category"]:
            records = records.filter(category=wanted["category"])
        return self._in_state(records, wanted["state"])

    @staticmethod
    def _in_state(records, state):
        if state == "gone":
            return records.filter(archived_at__isnull=False)
        if state == "low":
            return records.low()
        if state == "none":
            return records.current().exclude(sizes__stock__gt=0)
        return records.current()


class BookForm(ListForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=ALL + EntryKind.choices)
    q = forms.CharField(label=_("Thing"), max_length=80)
    since = forms.DateField(label=_("From"))
    until = forms.DateField(label=_("Until and including"))

    def filter(self, records):
        wanted = self.cleaned_data
        if wanted["kind"]:
            records = records.filter(kind=wanted["kind"])
        if wanted["q"]:
            things = ShopItem.objects.found_by(wanted["q"]).values("pk")
            records = records.filter(pk__in=ShopMovement.objects.filter(size__item__in=things).values("entry"))
        if wanted["since"]:
            records = records.filter(at__date__gte=wanted["since"])
        return records.filter(at__date__lte=wanted["until"]) if wanted["until"] else records


class NoFilters(ListForm):
    """A list that is not filtered."""


class ItemForm(RefugeModelForm):
    layout = Layout("name", "category", "sizes", Div("low_at", "note", css_class="fields-2"))
    sizes = forms.CharField(
        label=_("Sizes"), required=False, max_length=200,
        help_text=_("Parted by commas: S, M, L. Empty for what has no sizes."),
    )  # fmt: skip

    class Meta:
        model = ShopItem
        fields = ["name", "category", "low_at", "note"]
        widgets = {"category": SegmentedSelect}
        help_texts = {"low_at": _("Pieces left, all sizes together. Empty: nobody is told.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            names = self.instance.sizes.order_by("place", "name").values_list("name", flat=True)
            self.initial["sizes"] = ", ".join(filter(None, names))

    def clean_sizes(self):
        names = [" ".join(name.split()) for name in self.cleaned_data["sizes"].split(",")]
        if any(len(name) > 20 for name in names):
            raise forms.ValidationError(_("A size has at most 20 letters."), code="too_long")
        return [name for name in names if name]

    def validate_constraints(self):
        """The operation says it."""


class Line:
    """One size on the sheet: what is typed for it, and what is wrong with that."""

    error = ""

    def __init__(self, size, typed):
        self.size, self.typed = size, typed
        self.name = f"n_{size.pk}"

    @property
    def number(self) -> int | None:
        """None for nothing typed; ValueError for what is no number of pieces."""
        if not self.typed:
            return None
        number = int(self.typed) if self.typed.isascii() and self.typed.isdigit() else -1
        if not 0 <= number <= MOST_AT_ONCE:
            raise ValueError(self.typed)
        return number


class SheetForm(RefugeForm):
    """Pieces told size by size. `groups` are the shelves: (category, [(thing, its lines)])."""

    only_in_stock = False

    def __init__(self, data=None, *args, items, **kwargs):
        super().__init__(data, *args, **kwargs)
        self.lines, self.groups = [], []
        for item in items:
            lines = [Line(size, self._typed(size)) for size in item.in_order]
            if self.only_in_stock:
                lines = [line for line in lines if line.size.stock or line.typed]
            if lines:
                self.lines += lines
                self._on_shelf(item, lines)

    def _typed(self, size) -> str:
        return (self.data.get(f"n_{size.pk}") or "").strip()[:6]

    def _on_shelf(self, item, lines) -> None:
        shelf = Category(item.category).label
        if not self.groups or self.groups[-1][0] != shelf:
            self.groups.append((shelf, []))
        self.groups[-1][1].append((item, lines))

    def clean(self):
        told = {}
        for line in self.lines:
            try:
                number = line.number
            except ValueError:
                message = _("%(what)s: give a whole number of pieces.")
                error = forms.ValidationError(message, code="no_number", params={"what": line.size})
                self.add_error(None, error)
                line.error = _("Give a whole number of pieces.")
            else:
                if number is not None:
                    told[line.size.pk] = number
        self.cleaned_data["lines"] = told
        return self.cleaned_data

    def refuse(self, error):
        """Sizes of which too few are left are told beside their lines as well."""
        super().refuse(error)
        short = (getattr(error, "params", None) or {}).get("sizes", ())
        for line in self.lines:
            if line.size.pk in short:
                line.error = _("There are not as many left.")

    @property
    def number_typed(self) -> int:
        return sum(int(line.typed) for line in self.lines if line.typed.isascii() and line.typed.isdigit())


class BasketForm(SheetForm):
    only_in_stock = True
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("For whom"), required=False, empty_label=_("Nobody named"), widget=ResidentSelect
    )

    def __init__(self, *args, residents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = residents
        self.fields["person"].label_from_instance = lambda person: person.chosen_name


class GiftForm(SheetForm):
    donor = OrganisationField(label=_("Partner who gave it"), required=False)
    donor_words = forms.CharField(
        label=_("or in words"), required=False, max_length=150, help_text=_("A collection, a shop, somebody unnamed …")
    )


class CountForm(SheetForm):
    reason = forms.CharField(
        label=_("Why it differs from the book"), required=False, max_length=200,
        help_text=_("Needed where it does: lost, worn out, first count …"),
    )  # fmt: skip
