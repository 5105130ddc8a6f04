"""Pictures are made safe: what is no picture is refused in words, and nothing but pixels is kept."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from kizuna.core import picturing
from kizuna.core.picturing import JPEG, WEBP, sizes_of


def drawn(form: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **how: Any) -> bytes:
    """A picture of which the upper half is red and the lower blue."""
    image = Image.new(mode, size, "blue")
    image.paste(Image.new(mode, (size[0], size[1] // 2), "red"), (0, 0))
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(ValidationError) as problem:
        sizes_of(content)
    [words] = problem.value.message_dict["file"]
    return words


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_large_picture_is_kept_in_three_sizes_and_one_for_paper() -> None:
    found = sizes_of(drawn(size=(2400, 1200)))
    assert [(one.width, one.height, one.media_type) for one in found] == [
        (400, 200, WEBP), (800, 400, WEBP), (1600, 800, WEBP), (1200, 600, JPEG),
    ]  # fmt: skip
    assert [opened(one.content).size for one in found] == [(one.width, one.height) for one in found]


@pytest.mark.parametrize(
    ("width", "kept"),
    [(300, [300]), (400, [400]), (640, [400, 640]), (1000, [400, 800, 1000]), (1600, [400, 800, 1600])],
)
def test_no_picture_is_made_larger_than_it_was(width: int, kept: list[int]) -> None:
    *screen, paper = sizes_of(drawn(size=(width, width // 2)))
    assert ([one.width for one in screen], paper.width) == (kept, min(width, 1200))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_is_said_beside_the_pixels_is_not_kept(form: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 42.0, 46.0), 3: "E", 4: (139.0, 45.0, 43.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more: dict[str, Any] = {"exif": exif, "icc_profile": profile}
    if form == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Comment", "Secret words")
    else:
        more["xmp"] = b"<x>Secret words</x>"
    if form == "JPEG":
        more["comment"] = b"Secret words"
    sent = drawn(form, **more)
    assert b"Secret" in sent
    for one in sizes_of(sent):
        kept = opened(one.content)
        assert (b"Secret" in one.content, dict(kept.getexif()), kept.info.get("icc_profile")) == (False, {}, None)
        assert {"comment", "xmp", "exif", "Comment"} & set(kept.info) == set()


def test_a_picture_is_turned_upright_as_its_camera_said() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    small = opened(sizes_of(drawn(size=(640, 480), exif=exif))[0].content).convert("RGB")
    left, right = (small.crop((x, 260, x + 1, 261)).tobytes()[0] for x in (5, 350))
    assert (small.size, left < 90, right > 180) == ((400, 533), True, True)


def test_a_photograph_with_a_small_one_of_itself_beside_it_is_one_picture() -> None:
    out = io.BytesIO()
    own = Image.new("RGB", (300, 200), "red")
    own.save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20), "blue")])
    assert Image.open(out).format == "MPO"
    assert [one.width for one in sizes_of(out.getvalue())] == [300, 300]


def test_what_lets_something_through_stays_so_on_screens_and_is_white_on_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (500, 300), (0, 0, 0, 0)).save(out, "PNG")
    small, _whole, paper = sizes_of(out.getvalue())
    assert (opened(small.content).mode, opened(paper.content).getpixel((9, 9))) == ("RGBA", (255, 255, 255))


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1", "LA", "I;16"])
def test_pictures_of_every_kind_of_colour_are_read(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (90, 60)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert [one.width for one in sizes_of(out.getvalue())] == [90, 90]


def png_of(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG that says how large it is, and may have no more to say."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def test_a_picture_that_would_unfold_beyond_measure_is_refused_before_it_is_taken_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = png_of(20_000, 20_000, zlib.compress(bytes(3_000_000), 9))
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("it was taken apart"))
    assert len(bomb) < 4000
    sizes = [(20_000, 20_000), (12_000, 8_000), (8_000, 7_000), (31_000, 20)]
    told = "The picture has more than 50 million pixels: make it smaller, then send it."
    assert [refused(bomb), *(refused(png_of(*size)) for size in sizes)] == [told] * 5


def test_what_is_no_picture_is_refused_in_words() -> None:
    moving = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    assert {
        "nothing": refused(b""),
        "too large": refused(b"\xff\xd8\xff" + bytes(picturing.LARGEST)),
        "gif": refused(drawn("GIF")),
        "svg": refused(script),
        "tiff": refused(drawn("TIFF")),
        "html": refused(b"<!doctype html><img src=x>"),
        "moving": refused(moving.getvalue()),
        "cut off": refused(drawn(size=(900, 900))[:-900]),
        "speck": refused(drawn(size=(900, 8))),
        "no pixels": refused(png_of(64, 64)),
        "tall": refused(drawn("PNG", size=(100, 17_000))),
    } == {
        "nothing": "The file is empty.",
        "too large": "The file is larger than 20 MB.",
        **dict.fromkeys(("gif", "svg", "tiff", "html"), "Pictures are kept from JPEG, PNG or WebP files."),
        "moving": "Pictures that move are not kept; send one of its pictures.",
        **dict.fromkeys(("cut off", "no pixels"), "The picture is damaged: it cannot be read to its end."),
        "tall": "The picture is too tall for its width to be shown: cut it.",
        "speck": "The picture is too small to be seen: each side needs 16 pixels.",
    }


WHOLE = [drawn(form, size=(64, 48)) for form in ("JPEG", "PNG", "WEBP")]


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(range(3)), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=9), st.data()
)
def test_a_damaged_file_is_refused_or_shown_and_never_breaks_anything(
    which: int, hits: list[tuple[int, int]], data: st.DataObject
) -> None:
    content = bytearray(WHOLE[which])
    for place, value in hits:
        content[place % len(content)] = value
    cut = data.draw(st.integers(0, len(content)))
    with suppress(ValidationError):
        assert sizes_of(bytes(content[:cut]))[-1].media_type == JPEG
