"""What axe finds on a page, and whether it fits its window."""

from axe_playwright_python.sync_playwright import Axe


def findings(page) -> list[str]:
    """Each violation with the elements it is about; empty for a page that everybody can use."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found]


def overflow(page) -> int:
    """By how many pixels the page is wider than its window."""
    return max(0, page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
