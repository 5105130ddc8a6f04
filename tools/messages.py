"""The interface's strings: collect them from code and templates, update the catalogues, compile them, check them.

`update` writes kizuna/locale/*/LC_MESSAGES/django.po, `compile` the .mo files beside them (not in the repository), and
`check` fails when a string of the interface is missing, fuzzy, untranslated or has lost a placeholder. It does the
work of Django's makemessages without needing the gettext programs.
"""

import re
import sys
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kizuna"
LOCALES = ("en", "ja")
SOURCE_LOCALE = "en"
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "_lazy", "_now", "lazy", "N_")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
LITERAL = r"""u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
CALL = re.compile(rf"\b(?:_|n?p?gettext)\({LITERAL}(?:,\s*{LITERAL})*(?:,\s*count)?\)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")
# Two plain words in a row; a name or an abbreviation may stay as it is.
SENTENCE = re.compile(r"(?<![\w(])[a-z]{2,} [a-z]{2,}(?![\w)])")
# Dates and names in the header change with every run and tell nothing that the history does not.
NOISE = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
    "Project-Id",
    "Report-Msgid",
)


def catalogue_path(locale: str) -> Path:
    return PACKAGE / "locale" / locale / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[Path]:
    """Every file of the product that may hold a string of the interface; tests speak to developers only."""
    for path in sorted(PACKAGE.rglob("*")):
        parts = set(path.relative_to(PACKAGE).parts)
        template = path.suffix in {".html", ".txt"} and "templates" in parts
        if (template or path.suffix == ".py") and not {"tests", "migrations"} & parts:
            yield path


def code(path: Path) -> bytes:
    """The file as Python source: a template's strings become calls, one line staying one line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    lines = templatize(text, origin=str(path.relative_to(ROOT))).splitlines()
    # Around the calls stands filler that need not be Python at all, so only the calls are kept.
    return "\n".join("; ".join(CALL.findall(line)) for line in lines).encode()


def collect() -> Catalog:
    """All strings of the interface, each with the files that use it."""
    found = Catalog(charset="utf-8")
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        try:
            strings = list(extract("python", BytesIO(code(path)), KEYWORDS, ("Translators",)))
        except (SyntaxError, TokenError) as fault:
            sys.exit(f"{name} cannot be read: {fault}")
        for line, message, comments, context in strings:
            text = tuple(message) if isinstance(message, (tuple, list)) else message
            if isinstance(text, tuple) and len(text) == 3:
                text = text[:2]
            found.add(text, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def key(message: Message) -> tuple[str, str]:
    """What tells one string from another: its first form and its context."""
    first = message.id if isinstance(message.id, str) else message.id[0]
    return first, message.context or ""


def forms(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value or ""] if value is None or isinstance(value, str) else list(value)


def read(locale: str) -> Catalog:
    path = catalogue_path(locale)
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale, charset="utf-8")


def update() -> int:
    """Bring the catalogues to what the code says; new strings arrive untranslated, never guessed."""
    template = collect()
    for locale in LOCALES:
        catalogue = read(locale)
        # A catalogue keeps the very message objects it is given, so each gets its own.
        catalogue.update(deepcopy(template), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        catalogue.header_comment = f"# Kizuna's interface: {locale}. Made by `make messages`; edit the msgstr lines."
        for message in catalogue:
            if locale == SOURCE_LOCALE and message.id and not all(forms(message.string)):
                message.string = message.id
        out = BytesIO()
        write_po(out, catalogue, width=100, sort_output=True, include_lineno=False, include_previous=False)
        lines = out.getvalue().decode().splitlines(keepends=True)
        text = "".join(line for line in lines if not line.startswith(tuple(f'"{word}' for word in NOISE)))
        path = catalogue_path(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        waiting = sum(1 for message in catalogue if message.id and not all(forms(message.string)))
        print(f"{locale}: {len(catalogue)} strings, {waiting} to translate")
    return 0


def compile_all() -> int:
    """Write the .mo files; each appears whole or not at all."""
    for locale in LOCALES:
        path = catalogue_path(locale).with_suffix(".mo")
        if not catalogue_path(locale).exists():
            continue
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            write_mo(file, read(locale))
        partial.replace(path)
    return 0


def faults() -> Iterator[str]:
    """Everything that keeps a reader of one language from seeing the whole interface."""
    template = {key(message): message for message in collect() if message.id}
    for locale in LOCALES:
        catalogue = {key(message): message for message in read(locale) if message.id}
        for found in sorted(template.keys() - catalogue.keys()):
            yield f"{locale}: missing (run `make messages`): {found[0]!r} in {template[found].locations[0][0]}"
        for found in sorted(catalogue.keys() - template.keys()):
            yield f"{locale}: no longer used (run `make messages`): {found[0]!r}"
        for message in catalogue.values():
            first = key(message)[0]
            if not all(forms(message.string)):
                yield f"{locale}: not translated: {first!r}"
            elif message.fuzzy:
                yield f"{locale}: fuzzy: {first!r}"
            elif locale != SOURCE_LOCALE and first in forms(message.string) and SENTENCE.search(first):
                yield f"{locale}: still English: {first!r}"
            else:
                yield from (f"{locale}: {fault}: {first!r}" for fault in lost_placeholders(message))


def lost_placeholders(message: Message) -> Iterator[str]:
    """A translation keeps every placeholder; only the singular of a plural may drop its number."""
    allowed = {word for text in forms(message.id) for word in PLACEHOLDER.findall(text)}
    needed = set(PLACEHOLDER.findall(forms(message.id)[-1]))
    translated = forms(message.string)
    for text in translated:
        if extra := set(PLACEHOLDER.findall(text)) - allowed:
            yield f"unknown placeholder {', '.join(sorted(extra))}"
    if lost := needed - set(PLACEHOLDER.findall(translated[-1])):
        yield f"lost placeholder {', '.join(sorted(lost))}"


def check() -> int:
    found = list(faults())
    print("\n".join(found) if found else f"every string of the interface stands in {' and '.join(LOCALES)}")
    return 1 if found else 0


if __name__ == "__main__":
    verbs = {"update": update, "compile": compile_all, "check": check}
    verb = sys.argv[1] if len(sys.argv) == 2 else ""
    sys.exit(verbs[verb]() if verb in verbs else f"usage: {sys.argv[0]} {'|'.join(verbs)}")
