"""Every page that a link leads to: axe finds nothing, it fits a phone, it answers, and no console complains.

Each role walks from Today along the links it is shown; each kind of page (the name of its address) is looked at once.
"""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from tests.browser.accessibility import findings, overflow

ROLES = ("coordinator", "management", "educator", "psychologist", "logistics", "volunteers", "volunteer")
# Downloads, and log-out by a link that only confirms.
NOT_A_PAGE = {
    "reports:download",
    "reports:sheet",
    "reports:export_file",
    "reports:statement_file",
    "reports:logo",
    "reports:public",
    "partners:letter",
    "housing:agreement_paper",
    "casework:copy_pdf",
    "casework:areas_curve",
    "casework:areas_paper",
    "casework:followup_file_download",
    "documents:download",
    "register:rejected",
    "account_logout",
    "volunteers:agreement",
    "volunteers:statement",
    "volunteers:me_statement",
    "volunteers:register_file",
    "volunteers:awareness_file",
    "volunteers:nominative",
    "volunteers:payments",
}
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}


def kind_of(path):
    """The name of an address, panels of the person page apart by their key; None for what is not a page of ours."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return f"{match.view_name} {match.kwargs.get('key', '')}".strip()


def links_of(page):
    script = "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
    return [urlsplit(href) for href in page.eval_on_selector_all("a[href]", script)]


def problems_of(page, path, status):
    """What is wrong with the open page, each in one line."""
    found = [f"{path}: status {status}"] if status != 200 else []
    found += [f"{path}: {finding}" for finding in findings(page)]
    page.set_viewport_size(PHONE)
    found += [f"{path}: {overflow(page)} px too wide at 360"] if overflow(page) else []
    page.set_viewport_size(DESK)
    return found


def walk(page, house, seen):
    """Look at each kind of page not seen yet; the problems found."""
    problems, waiting = [], ["/"]
    while waiting:
        path = waiting.pop(0)
        if kind_of(path.partition("?")[0]) in seen and path != "/":
            continue
        seen.add(kind_of(path.partition("?")[0]))
        response = page.goto(path)
        problems += problems_of(page, path, response.status)
        waiting += [
            link.path
            for link in links_of(page)
            if link.netloc in house.url and kind_of(link.path) not in seen | NOT_A_PAGE | {None}
        ]
    return problems


def test_every_page_is_open_to_everybody_and_fits_a_phone(signed_in, house):
    seen, problems = set(), []
    for role in ROLES:
        problems += walk(signed_in(role), house, seen)
    assert problems == []
    assert len(seen) > 60
