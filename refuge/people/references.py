"""`<person:reference>` in addresses: what is no reference of a file is no address."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class Reference(StringConverter):
    regex = r"P-\d{4}-\d{4,6}"


register_converter(Reference, "person")
