"""Amounts as people write them."""

from decimal import Decimal

from django import forms


class EuroField(forms.DecimalField):
    """An amount in euros, with a comma or a point; cleaned to whole cents."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(**{"min_value": 0, "max_value": 100_000, "decimal_places": 2, "widget": widget} | kwargs)

    def prepare_value(self, value):
        return f"{Decimal(value).scaleb(-2):.2f}" if isinstance(value, int) else value

    def to_python(self, value):
        return super().to_python(value.replace(",", ".").replace(" ", "") if isinstance(value, str) else value)

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else int(amount * 100)


class KilometresField(forms.DecimalField):
    """Kilometres, with a comma or a point; cleaned to whole metres."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(**{"min_value": 0, "max_value": 10_000, "decimal_places": 1, "widget": widget} | kwargs)

    def to_python(self, value):
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else int(amount * 1000)
