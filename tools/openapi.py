"""Write docs/api/openapi.json, the description of the API that programs are made from; `check` fails when it is old."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")

import django

django.setup()

from kizuna.config.api import api  # noqa: E402 - Django has to be ready

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api" / "openapi.json"


def described() -> str:
    """The description as it is written: sorted, an operation or a schema on a line, so that a change shows."""
    return _lines(api.get_openapi_schema(), 3) + "\n"


def _lines(value: Any, depth: int) -> str:
    if depth == 0 or not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    inner = ",\n".join(f"{json.dumps(str(name))}: {_lines(value[name], depth - 1)}" for name in sorted(value, key=str))
    return "{\n" + inner + "\n}"


def main() -> int:
    """`write` or `check`."""
    asked = sys.argv[1] if len(sys.argv) > 1 else "check"
    if asked == "write":
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(described(), "utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text("utf-8") == described():
        return 0
    print(f"{PAGE.name} is old: run .venv/bin/python tools/openapi.py write", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
