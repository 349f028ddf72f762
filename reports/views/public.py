"""The counters of the website as JSON, open to the world; and how to put them there."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from refuge.access import open_page, page
from reports import numbers
from reports.counters import PublicCount, for_the_world
from reports.topics import HEADLINE

SECONDS = 3600


@require_safe
@open_page
def public(request):
    """Three numbers that any cache may keep for an hour; read by the website's own pages from their visitors."""
    response = JsonResponse(for_the_world(), headers={"Cache-Control": f"public, max-age={SECONDS}"})
    origin = request.headers.get("Origin", "")
    if origin in settings.PUBLIC_ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = origin
    patch_vary_headers(response, ["Origin"])
    return response


@page("reports.build_report")
@require_safe
def website(request):
    """What the counters say now, and the two pieces that show them on the website, to copy."""
    told = for_the_world()
    address = f"{settings.SITE_URL}/reports/public.json"
    return render(
        request,
        "reports/website.html",
        {
            "counters": [(code, numbers.count(told[code])) for code in HEADLINE],
            "step": told["rounded_to"],
            "newest": PublicCount.objects.order_by("-month").first(),
            "address": address,
            "site": settings.SITE_URL,
            "origins": settings.PUBLIC_ORIGINS,
            "html": render_to_string("reports/snippet.html", {"address": address}),
            "script": render_to_string("reports/snippet.txt"),
        },
    )
