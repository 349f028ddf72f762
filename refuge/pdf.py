"""From HTML to a tagged PDF (PDF/UA-1), with nothing fetched but the packaged fonts."""

from pathlib import Path

import font_source_sans_pro
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FONTS = Path(font_source_sans_pro.font_directory)
# Everything a page may be made of, by name; there is no folder to walk out of and no host to ask.
PACKAGED = {
    "package:regular": (FONTS / "SourceSansPro-Regular.ttf", "font/ttf"),
    "package:semibold": (FONTS / "SourceSansPro-Semibold.ttf", "font/ttf"),
    "package:bold": (FONTS / "SourceSansPro-Bold.ttf", "font/ttf"),
}


class PackagedOnly(URLFetcher):
    """Gives the packaged fonts and pictures carried inside the page (data:); anything else stops the building."""

    def __init__(self):
        super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        if url in PACKAGED:
            path, kind = PACKAGED[url]
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        if not url.startswith("data:image/"):
            raise FatalURLFetchingError(f"A PDF fetches nothing from outside: {url[:80]}")
        return super().fetch(url, headers)


def pdf_from(html: str, css: str) -> bytes:
    """The PDF of a whole HTML page in the style `css`. The same text gives the same pages.

    About 100 ms a page. FatalURLFetchingError for a page that asks for anything not packaged.
    """
    fonts = FontConfiguration()
    fetcher = PackagedOnly()
    style = CSS(string=css, url_fetcher=fetcher, font_config=fonts)
    return HTML(string=html, url_fetcher=fetcher, base_url="package:").write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )
