"""Puts figures between their marks in docs/performance.md."""

from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def replace(text: str, part: str, lines: list[str]) -> str:
    """`text` with what stands between the marks of `part` replaced; ValueError if it has no such marks."""
    begin, end = f"<!-- {part} -->\n", f"<!-- end of {part} -->"
    before, found, rest = text.partition(begin)
    _old, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"No marks {begin.strip()} … {end} in the document.")
    return f"{before}{begin}\n" + "\n".join(lines) + f"\n\n{end}{after}"


def write(part: str, lines: list[str], document: Path = DOCUMENT) -> None:
    document.write_text(replace(document.read_text(), part, lines))
