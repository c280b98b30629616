"""Collect every sentence into the French catalogue and compile it: `make messages`.

Babel reads Python; Django's own `templatize` turns a template into Python that Babel can read.
No system gettext is needed.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_from_file, extract_python
from django.utils.translation.template import templatize

from alongside.vocabulary import labels

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str, str]


def sentences() -> Iterator[tuple[Key, str, str]]:
    """Yield ((context, msgid), plural or "", file) for every translatable sentence of the house."""
    for path in sorted((ROOT / "alongside").rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _named(extract_from_file("python", str(path), KEYWORDS), path)
    for path in sorted([*(ROOT / "alongside").rglob("*.html"), *(ROOT / "alongside").rglob("templates/**/*.txt")]):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        found = extract_python(io.BytesIO(source.encode()), list(KEYWORDS), [], {})
        yield from _named(((line, _arguments(name, said), [], None) for line, name, said, _ in found), path)


def _arguments(name: str, said: Any) -> Any:
    parts = list(said) if isinstance(said, tuple | list) else [said]
    if name.startswith("npgettext"):
        return tuple(parts[1:3]), parts[0]
    if name.startswith("pgettext"):
        return parts[1], parts[0]
    return (tuple(parts[:2]) if name.startswith("ngettext") else parts[0]), None


def _named(found: Any, path: Path) -> Iterator[tuple[Key, str, str]]:
    for _line, said, _comments, context in found:
        paired = isinstance(said, tuple) and len(said) == 2 and context is None and _templated(path)
        message, ctx = said if paired else (said, context)
        singular, plural = message if isinstance(message, tuple | list) else (message, "")
        if singular:
            yield (ctx or "", singular), plural or "", str(path.relative_to(ROOT))


def _templated(path: Path) -> bool:
    return path.suffix in {".html", ".txt"}


METADATA = {
    "Project-Id-Version": "Alongside",
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}


def collect() -> None:
    """Rewrite the catalogue: new sentences empty, old ones kept, unused ones dropped; then compile."""
    old = polib.pofile(str(CATALOGUE), wrapwidth=120) if CATALOGUE.exists() else []
    known = {(e.msgctxt or "", e.msgid): e for e in old}
    fresh = polib.POFile(wrapwidth=120)
    fresh.metadata = METADATA
    entries: dict[Key, polib.POEntry] = {}
    for key, plural, place in sentences():
        entry = entries.setdefault(key, _entry(key, plural, known.get(key)))
        if (place, "") not in entry.occurrences:
            entry.occurrences.append((place, ""))
    for context, english, french in labels.messages():
        entry = entries.setdefault((context, english), _entry((context, english), "", None))
        entry.msgstr = french  # The YAML is the source of both; other languages come by their catalogue.
        entry.occurrences.append((str(labels.SOURCE.relative_to(ROOT)), ""))
    fresh.extend(entries[key] for key in sorted(entries))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(CATALOGUE))
    fresh.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def _entry(key: Key, plural: str, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=key[1], msgctxt=key[0] or None)
    if plural:
        entry.msgid_plural = plural
        entry.msgstr_plural = dict(old.msgstr_plural) if old and old.msgstr_plural else {0: "", 1: ""}
    elif old:
        entry.msgstr = old.msgstr
    return entry


if __name__ == "__main__":
    collect()
