"""Draws the pictures of Example University, which is invented: `python tools/example_pictures.py FOLDER`.

They are kept beside the other data of the demonstration; a photograph of a place that does not exist cannot be taken.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
# Everything is drawn twice as large and made smaller, so that edges are smooth.
W, H = 2 * WIDTH, 2 * HEIGHT
Colour = tuple[int, int, int]
Line = Sequence[tuple[float, float]]


def sky(*stops: Colour) -> Image.Image:
    """Colours that run into one another from top to bottom."""
    places = np.linspace(0, 1, len(stops))
    rows = np.stack([np.interp(np.linspace(0, 1, H), places, [stop[i] for stop in stops]) for i in range(3)], axis=1)
    return Image.fromarray(np.repeat(rows[:, None, :], W, axis=1).astype("uint8"), "RGB")


def parts(*places: tuple[float, float]) -> list[tuple[float, float]]:
    """Places that are given as parts of the picture's width and height."""
    return [(W * x, H * y) for x, y in places]


def hills(base: float, height: float, seed: int, rough: float = 1.0) -> list[tuple[float, float]]:
    """The line of a row of hills; ``base`` and ``height`` are parts of the picture's height."""
    chance = random.Random(seed)  # noqa: S311 - a drawing
    waves = [(chance.uniform(0.6, 3.2) * rough, chance.uniform(0, 6.3), chance.uniform(0.25, 1.0)) for _ in range(5)]
    whole = sum(weight for _f, _p, weight in waves)
    points = []
    for x in range(-40, W + 41, 20):
        lift = sum(weight * np.sin(6.283 * fast * x / W + phase) for fast, phase, weight in waves) / whole
        points.append((float(x), H * (base - height * (0.5 + 0.5 * lift))))
    return points


def land(image: Image.Image, line: Line, colour: Colour) -> None:
    """Fills everything below a line."""
    ImageDraw.Draw(image).polygon([*line, (W + 40, H + 40), (-40, H + 40)], fill=colour)


def glow(image: Image.Image, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0) -> Image.Image:
    """A soft light."""
    ys, xs = np.ogrid[0:H:8, 0:W:8]
    light = np.clip(1 - np.hypot(xs - x, ys - y) / radius, 0, 1) ** 2 * 255 * strength
    mask = Image.fromarray(light.astype("uint8"), "L").resize((W, H), Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", (W, H), colour), image, mask)


def haze(image: Image.Image, top: float, bottom: float, colour: Colour, strength: float) -> Image.Image:
    """Fog between two heights."""
    place = np.linspace(0, 1, H)
    amount = np.clip(1 - np.abs((place - (top + bottom) / 2) / ((bottom - top) / 2)), 0, 1) * 255 * strength
    mask = Image.fromarray(np.repeat(amount[:, None], W, axis=1).astype("uint8"), "L")
    return Image.composite(Image.new("RGB", (W, H), colour), image, mask)


def firs(image: Image.Image, line: Line, colour: Colour, seed: int, size: float, n: int) -> None:
    """Trees along a line."""
    chance, draw = random.Random(seed), ImageDraw.Draw(image)  # noqa: S311 - a drawing
    for _ in range(n):
        x, y = line[chance.randrange(len(line))]
        x += chance.uniform(-30, 30)
        tall = size * chance.uniform(0.6, 1.25)
        for part in range(4):
            up, wide = y - tall * (0.2 + 0.2 * part), tall * (0.30 - 0.06 * part)
            foot = up + tall * 0.22
            draw.polygon([(x - wide, foot), (x + wide, foot), (x, up - tall * 0.14)], fill=colour)


def snowfall(image: Image.Image, seed: int, n: int) -> Image.Image:
    """Flakes, the near ones larger and softer."""
    chance = random.Random(seed)  # noqa: S311 - a drawing
    layer = Image.new("L", (W, H), 0)
    draw = ImageDraw.Draw(layer)
    for _ in range(n):
        x, y, r = chance.uniform(0, W), chance.uniform(0, H), chance.choice((2, 3, 3, 4, 5, 8))
        draw.ellipse((x - r, y - r, x + r, y + r), fill=chance.randrange(90, 220))
    return Image.composite(Image.new("RGB", (W, H), "white"), image, layer.filter(ImageFilter.GaussianBlur(1.6)))


def person(
    draw: ImageDraw.ImageDraw, x: float, y: float, tall: float, coat: Colour, head: Colour = (58, 44, 40)
) -> None:
    """Somebody seen from afar, standing on ``y``."""
    wide = tall * 0.17
    draw.rounded_rectangle((x - wide, y - tall * 0.78, x + wide, y - tall * 0.22), wide * 0.8, fill=coat)
    draw.rectangle((x - wide * 0.72, y - tall * 0.3, x - wide * 0.12, y), fill=(34, 38, 52))
    draw.rectangle((x + wide * 0.12, y - tall * 0.3, x + wide * 0.72, y), fill=(34, 38, 52))
    draw.ellipse((x - wide * 0.62, y - tall, x + wide * 0.62, y - tall * 0.78), fill=head)


def hall(draw: ImageDraw.ImageDraw, x: float, y: float, wide: float, tall: float, wall: Colour, roof: Colour) -> None:
    """A hall with a steep roof and lit windows, its floor at ``y``."""
    draw.rectangle((x, y - tall, x + wide, y), fill=wall)
    left, right, eaves, ridge = x - 60, x + wide + 60, y - tall, y - tall * 1.72
    draw.polygon([(left, eaves), (right, eaves), (right - 150, ridge), (left + 150, ridge)], fill=roof)
    light = tuple(min(255, part + 26) for part in roof)
    edge = y - tall * 1.2
    draw.polygon([(left, eaves), (right, eaves), (right - 50, edge), (left + 50, edge)], fill=light)
    number = int(wide // 190)
    for one in range(number):
        at = x + (one + 0.5) * wide / number
        draw.rounded_rectangle((at - 46, y - tall * 0.78, at + 46, y - tall * 0.2), 46, fill=(255, 214, 130))
        draw.line((at, y - tall * 0.78, at, y - tall * 0.2), fill=(190, 130, 70), width=8)


def snow_days() -> Image.Image:
    """A hall on a snowy hill in the evening, lights in its windows, people coming up to it."""
    dusk = sky((28, 42, 92), (70, 84, 148), (222, 150, 138), (250, 206, 158))
    image = glow(dusk, W * 0.74, H * 0.62, 1300, (255, 220, 170))
    far = hills(0.66, 0.22, 3)
    land(image, far, (116, 124, 172))
    middle = hills(0.72, 0.12, 8)
    land(image, middle, (176, 184, 216))
    firs(image, middle, (52, 66, 104), 4, 130, 60)
    image = haze(image, 0.52, 0.76, (236, 206, 204), 0.45)
    land(image, hills(0.86, 0.10, 13, 0.6), (226, 231, 246))
    draw = ImageDraw.Draw(image)
    hall(draw, W * 0.19, H * 0.80, W * 0.42, H * 0.16, (122, 60, 52), (64, 46, 66))
    image = glow(image, W * 0.40, H * 0.80, 900, (255, 214, 140), 0.42)
    land(image, hills(0.94, 0.10, 21, 0.5), (240, 243, 252))
    draw = ImageDraw.Draw(image)
    coats = [(180, 66, 58), (36, 92, 132), (214, 160, 60), (66, 112, 96), (150, 78, 122), (52, 74, 130)]
    for place, (x, coat) in enumerate(zip((0.30, 0.345, 0.42, 0.56, 0.595, 0.72), coats, strict=True)):
        person(draw, W * x, H * (0.915 + 0.012 * (place % 3)), 190, coat)
    near = parts((0.86, 0.97), (0.93, 0.99), (0.06, 0.98), (0.99, 0.95))
    firs(image, near, (34, 52, 78), 9, 420, 9)
    return snowfall(image, 5, 900)


def shovels() -> Image.Image:
    """Toy shovels of many colours in a row in the snow, a low sun behind them."""
    image = glow(sky((120, 182, 222), (196, 224, 238), (252, 236, 206)), W * 0.22, H * 0.44, 1200, (255, 248, 220))
    land(image, hills(0.60, 0.14, 30), (176, 204, 226))
    firs(image, hills(0.60, 0.14, 30), (70, 116, 132), 31, 120, 50)
    land(image, hills(0.72, 0.08, 34, 0.7), (222, 235, 246))
    draw = ImageDraw.Draw(image)
    colours = [
        (206, 64, 58), (236, 164, 48), (52, 128, 112), (38, 92, 152),
        (150, 72, 128), (226, 104, 62), (70, 148, 190), (210, 178, 60),
    ]  # fmt: skip
    for number, colour in enumerate(colours):
        x, y = W * (0.10 + 0.115 * number), H * (0.86 + 0.018 * (number % 2))
        dark = tuple(int(part * 0.78) for part in colour)
        draw.polygon([(x + 30, y), (x + 430, y + 70), (x + 380, y + 104), (x - 10, y + 16)], fill=(188, 208, 228))
        draw.rounded_rectangle((x - 13, y - 560, x + 13, y - 150), 12, fill=(196, 150, 98))
        draw.rounded_rectangle((x - 78, y - 600, x + 78, y - 556), 22, fill=dark)
        draw.rounded_rectangle((x - 104, y - 210, x + 104, y + 30), 40, fill=colour)
        draw.rectangle((x - 104, y - 40, x + 104, y + 30), fill=colour)
        draw.line((x, y - 190, x, y), fill=dark, width=12)
    line = [(float(x), H * 0.875 + 16 * np.sin(x / 90)) for x in range(-40, W + 41, 20)]
    land(image, line, (242, 247, 252))
    return snowfall(image, 6, 260)


def boathouse() -> Image.Image:
    """A boathouse on a lake in the fog, a rowing boat on the still water before it."""
    image = glow(sky((150, 176, 190), (206, 216, 214), (238, 226, 206)), W * 0.66, H * 0.36, 900, (255, 244, 216))
    shore = hills(0.56, 0.20, 41)
    land(image, shore, (132, 156, 160))
    firs(image, hills(0.56, 0.10, 44), (92, 120, 122), 45, 150, 46)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, H * 0.56, W, H), fill=(166, 186, 190))
    hall(draw, W * 0.13, H * 0.575, W * 0.24, H * 0.13, (146, 74, 56), (70, 58, 62))
    for x in np.linspace(W * 0.12, W * 0.40, 9):
        draw.line((x, H * 0.57, x, H * 0.62), fill=(88, 70, 62), width=16)
    draw.rectangle((W * 0.11, H * 0.57, W * 0.42, H * 0.585), fill=(120, 92, 74))
    upper = image.crop((0, int(H * 0.12), W, int(H * 0.56))).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = Image.new("RGB", upper.size, (150, 176, 184))
    image.paste(Image.blend(upper.filter(ImageFilter.GaussianBlur(14)), water, 0.45), (0, int(H * 0.60)))
    image = haze(image, 0.40, 0.72, (240, 238, 230), 0.62)
    draw = ImageDraw.Draw(image)
    x, y = W * 0.60, H * 0.78
    draw.ellipse((x - 420, y + 30, x + 420, y + 96), fill=(118, 144, 152))
    draw.polygon([(x - 430, y - 60), (x + 430, y - 60), (x + 330, y + 60), (x - 330, y + 60)], fill=(168, 84, 52))
    draw.polygon([(x - 430, y - 60), (x + 430, y - 60), (x + 412, y - 34), (x - 412, y - 34)], fill=(214, 164, 102))
    for place, coat in ((-150, (44, 84, 128)), (110, (196, 150, 62))):
        person(draw, x + place, y + 50, 330, coat)
    draw.polygon([(x - 430, y - 34), (x + 430, y - 34), (x + 330, y + 60), (x - 330, y + 60)], fill=(150, 72, 46))
    draw.line((x - 160, y - 80, x - 620, y + 90), fill=(120, 82, 56), width=14)
    draw.line((x + 120, y - 80, x + 560, y + 96), fill=(120, 82, 56), width=14)
    return haze(image, 0.44, 0.66, (246, 244, 236), 0.35)


def handshake() -> Image.Image:
    """Two delegations at a long table with a map on it, a large window with hills behind them."""
    image = sky((238, 232, 220), (232, 224, 208), (222, 210, 190))
    view = glow(sky((146, 192, 222), (224, 234, 232), (250, 236, 208)), W * 0.5, H * 0.30, 800, (255, 250, 230))
    land(view, hills(0.50, 0.18, 52), (128, 158, 160))
    land(view, hills(0.58, 0.10, 55), (98, 136, 122))
    window = Image.new("L", (W, H), 0)
    for left in (0.12, 0.385, 0.65):
        ImageDraw.Draw(window).rounded_rectangle((W * left, H * 0.08, W * (left + 0.24), H * 0.56), 30, fill=255)
    image = Image.composite(view, image, window)
    draw = ImageDraw.Draw(image)
    edge = ImageChops.difference(window.filter(ImageFilter.MaxFilter(17)), window)
    image.paste((134, 98, 72), mask=edge)
    ours = [(0.14, (44, 70, 120)), (0.235, (150, 66, 62)), (0.33, (72, 104, 92))]
    theirs = [(0.67, (190, 146, 66)), (0.765, (92, 66, 112)), (0.86, (48, 100, 134))]
    for x, coat in (*ours, *theirs):
        person(draw, W * x, H * 0.86, 760, coat, (206, 168, 138) if coat[0] > 60 else (150, 108, 84))
    draw.polygon(parts((0.05, 1), (0.95, 1), (0.86, 0.70), (0.14, 0.70)), fill=(140, 94, 62))
    draw.polygon(parts((0.14, 0.70), (0.86, 0.70), (0.868, 0.725), (0.132, 0.725)), fill=(172, 122, 84))
    draw.polygon(parts((0.37, 0.75), (0.63, 0.75), (0.68, 0.90), (0.32, 0.90)), fill=(246, 238, 216))
    way = parts((0.39, 0.88), (0.45, 0.80), (0.52, 0.85), (0.62, 0.77))
    draw.line(way, fill=(196, 72, 58), width=12)
    for x, y in ((0.45, 0.80), (0.52, 0.85), (0.62, 0.77)):
        draw.ellipse((W * x - 20, H * y - 20, W * x + 20, H * y + 20), fill=(36, 82, 132))
    return image


PICTURES = {"snow-days": snow_days, "toy-shovels": shovels, "boathouse": boathouse, "at-the-table": handshake}


def main(folder: Path) -> None:
    """Draws all of them into a folder."""
    for name, draw in PICTURES.items():
        small = draw().resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(folder / f"{name}.jpg", quality=80, optimize=True, progressive=True)
        print(name, (folder / f"{name}.jpg").stat().st_size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
