"""Pictures made safe and small: decoded within bounds, turned upright, without metadata, in the sizes that pages show.

Nothing of the file that was sent is kept: a photograph tells where it was taken, with which camera and when.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

# What is read of a file that was sent, and of how many pixels it may be: a whole one is taken apart in memory.
LARGEST = 20_000_000
MOST_PIXELS = 50_000_000
SMALLEST_SIDE, LONGEST_SIDE = 16, 30_000
FORMATS = ("JPEG", "PNG", "WEBP")
# No side of a WebP is longer.
TALLEST = 16_383
# How wide pages show them, and what is set on paper and shown where somebody shares a link.
WIDTHS = (400, 800, 1600)
PAPER = 1200
WEBP, JPEG = "image/webp", "image/jpeg"
# What a damaged file, or one that was made to do harm, makes the decoders say.
DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, MemoryError, struct.error, zlib.error,
)  # fmt: skip
_taking_apart = Lock()


@dataclass(frozen=True)
class Size:
    """One size of a picture: its content, kind, and width and height in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def sizes_of(content: bytes) -> list[Size]:
    """The sizes of a picture, the smallest first; the last is a JPEG for paper.

    A picture is never made larger than it was sent, so there may be fewer sizes than ``WIDTHS``.
    Raises ValidationError for what is no JPEG, PNG or WebP, moves, is damaged, or has too many pixels.
    """
    # One at a time in a process: a large one takes several hundred megabytes for a moment.
    with _taking_apart:
        return _sizes(_upright(content))


def _sizes(upright: Image.Image) -> list[Size]:
    if upright.height * min(1, WIDTHS[-1] / upright.width) > TALLEST:
        raise ValidationError({"file": _("The picture is too tall for its width to be shown: cut it.")})
    widths = [width for width in WIDTHS if width < upright.width]
    if len(widths) < len(WIDTHS):
        widths.append(upright.width)
    found = [_encoded(_narrowed(upright, width), "WEBP", WEBP) for width in widths]
    return [*found, _encoded(_narrowed(_flat(upright), min(PAPER, upright.width)), "JPEG", JPEG)]


def _upright(content: bytes) -> Image.Image:
    if not content:
        raise ValidationError({"file": _("The file is empty.")})
    if len(content) > LARGEST:
        raise ValidationError({"file": _("The file is larger than 20 MB.")})
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as found:
            # The size stands in the head of the file: nothing is unfolded before it was looked at.
            _bounded(found)
            found.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
            found.load()
            turned = ImageOps.exif_transpose(found)
            return _clean(turned)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise _too_many() from problem
    except UnidentifiedImageError as problem:
        raise ValidationError({"file": _("Pictures are kept from JPEG, PNG or WebP files.")}) from problem
    except ValidationError:
        raise
    except DAMAGED as problem:
        raise ValidationError({"file": _("The picture is damaged: it cannot be read to its end.")}) from problem


def _bounded(found: Image.Image) -> None:
    width, height = found.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise _too_many()
    if min(width, height) < SMALLEST_SIDE:
        raise ValidationError({"file": _("The picture is too small to be seen: each side needs 16 pixels.")})
    # A photograph of a phone often bears a second one, such as a small one of itself.
    if found.format != "MPO" and getattr(found, "n_frames", 1) > 1:
        raise ValidationError({"file": _("Pictures that move are not kept; send one of its pictures.")})


def _too_many() -> ValidationError:
    return ValidationError({"file": _("The picture has more than 50 million pixels: make it smaller, then send it.")})


def _clean(found: Image.Image) -> Image.Image:
    """The pixels alone, in the colours of screens: no place, no camera, no profile, no comment."""
    profile, clear = found.info.get("icc_profile"), found.has_transparency_data
    if profile and found.mode in ("RGB", "CMYK", "L"):
        found = _in_srgb(found, profile)
    made = found.convert("RGBA" if clear else "RGB")
    bare = Image.new(made.mode, made.size)
    bare.paste(made)
    return bare


def _in_srgb(found: Image.Image, profile: bytes) -> Image.Image:
    try:
        own: Any = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(found, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A profile that cannot be read is no reason to refuse the picture: it is shown as if it had none.
        return found
    return made or found


def _narrowed(found: Image.Image, width: int) -> Image.Image:
    if found.width <= width:
        return found
    height = max(1, round(found.height * width / found.width))
    return found.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _flat(found: Image.Image) -> Image.Image:
    """On white, where the picture lets something through."""
    if found.mode == "RGB":
        return found
    ground = Image.new("RGB", found.size, "white")
    ground.paste(found, mask=found.getchannel("A"))
    return ground


def _encoded(found: Image.Image, form: str, media_type: str) -> Size:
    out = io.BytesIO()
    found.save(out, form, quality=82, **({"method": 4} if form == "WEBP" else {"optimize": True, "progressive": True}))
    return Size(out.getvalue(), media_type, found.width, found.height)
