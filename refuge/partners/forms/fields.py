"""A partner chosen in a form."""

from refuge.partners.models import Organisation
from refuge.questions import ask, kept
from refuge.ui.forms import RecordField, as_text


class OrganisationField(RecordField):
    """One of the organisations that the house works with, by its name. A form may `narrow` the choice."""

    narrowed = False

    def __init__(self, **options):
        super().__init__(Organisation.objects.none(), **options)

    def named(self, organisations):
        rows = _named(organisations) if self.narrowed else ask("partners.to_choose", None, lambda: _named(_current()))
        return [(pk, f"{name} ({short})" if short else name) for pk, name, short in rows]

    def narrow(self, organisations) -> None:
        self.narrowed, self.queryset = True, organisations

    def __deepcopy__(self, memo):
        field = super().__deepcopy__(memo)
        if not self.narrowed:
            field.queryset = kept("partners.current", None, _current)
        return field


def _current():
    return Organisation.objects.current().order_by("name_key", "id").defer("note")


def _named(organisations):
    return organisations.annotate(key=as_text()).values_list("key", "name", "abbreviation")
