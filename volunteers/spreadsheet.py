"""A list as a CSV file to download."""

from django.http import HttpResponse

from refuge.spreadsheets import csv_bytes


def csv_answer(name: str, header, rows) -> HttpResponse:
    answer = HttpResponse(csv_bytes([header, *rows]), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
