"""Whether a file is what its name says: told from its content, with no more trust than that."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST = 20_000_000
# What a document of words may unfold to; more is a trap.
UNFOLDED = 200_000_000
MEMBERS = 5_000
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def is_pdf(content: bytes) -> bool:
    """A header, a cross-reference and an end."""
    tail = content[-2048:]
    return content.startswith(b"%PDF-") and b"startxref" in tail and b"%%EOF" in tail


def is_png(content: bytes) -> bool:
    """The signature, then whole chunks with their checksums, from IHDR to IEND."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    place, kinds = 8, []
    while place + 12 <= len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        body = content[place + 4 : place + 8 + length]
        told = content[place + 8 + length : place + 12 + length]
        if len(told) < 4 or zlib.crc32(body) != struct.unpack(">I", told)[0]:
            return False
        kinds.append(body[:4])
        place += 12 + length
        if body[:4] == b"IEND":
            break
    return kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"] and b"IDAT" in kinds and place == len(content)


def is_jpeg(content: bytes) -> bool:
    """A start, whole segments up to the picture itself, and an end."""
    if not content.startswith(b"\xff\xd8\xff") or not content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return False
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        mark = content[place + 1]
        if mark == 0xDA:
            return True
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        if length < 2:
            return False
        place += 2 + length
    return False


def is_docx(content: bytes) -> bool:
    """A whole archive with a document of words in it, without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {one.filename for one in members}
            if len(members) > MEMBERS or sum(one.file_size for one in members) > UNFOLDED:
                return False
            whole = {"[Content_Types].xml", "word/document.xml"} <= names and archive.testzip() is None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error):
        return False
    return whole and not any("vbaproject" in name.lower() for name in names)


def is_text(content: bytes) -> bool:
    """Words in UTF-8, without control characters."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(one) == "Cc" for one in words if one not in "\n\r\t\f")


KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", is_pdf),
    ".png": ("image/png", is_png),
    ".jpg": ("image/jpeg", is_jpeg),
    ".jpeg": ("image/jpeg", is_jpeg),
    ".docx": (DOCX, is_docx),
    ".txt": ("text/plain", is_text),
}


def media_type(name: str, content: bytes) -> str:
    """The kind of a file, where its content is what its name says; else a ValidationError that says why not."""
    ending = PurePath(name).suffix.lower()
    if not content:
        raise ValidationError({"file": _("The file is empty.")})
    if len(content) > LARGEST:
        raise ValidationError({"file": _("The file is larger than 20 MB.")})
    if ending not in KINDS:
        raise ValidationError({"file": _("Files are kept as PDF, PNG, JPEG, DOCX or TXT.")})
    kind, fits = KINDS[ending]
    if not fits(content):
        told = _("The content of this file is not that of a %(kind)s file, or it is damaged.")
        raise ValidationError({"file": told % {"kind": ending[1:].upper()}})
    return kind
