"""The container files name only what there is; nothing is built here."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from kizuna.config.cli import main
from tests.test_architecture import documentation, variables

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
IGNORED = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]


def instructions() -> list[tuple[str, str]]:
    """The lines of the Dockerfile: the word and the rest."""
    whole = re.sub(r"\\\n", " ", "\n".join(line for line in DOCKERFILE.splitlines() if not line.startswith("#")))
    return [(line.split()[0], " ".join(line.split()[1:])) for line in whole.splitlines() if line.strip()]


def of(word: str) -> list[str]:
    return [rest for name, rest in instructions() if name == word]


def test_what_is_copied_is_there_and_reaches_the_build() -> None:
    copied = [name for rest in of("COPY") if "--from" not in rest for name in rest.split()[:-1]]
    let_in = {line[1:] for line in IGNORED if line.startswith("!")}
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert IGNORED[0] == "*"
    assert set(copied) == let_in


def test_no_data_and_no_key_reach_the_build() -> None:
    let_in = [line[1:] for line in IGNORED if line.startswith("!")]
    assert [name for name in (".env", "var/secret", ".git/config") for one in let_in if fnmatch(name, f"{one}*")] == []


def test_packages_are_installed_by_hash_and_from_no_named_host() -> None:
    (install,) = (rest for rest in of("RUN") if "run.txt" in rest)
    assert "--require-hashes" in install
    assert "--only-binary :all:" in install
    assert re.findall(r"https?://(?!127\.0\.0\.1)\S+", DOCKERFILE) == []


def test_the_server_runs_as_nobody_in_particular() -> None:
    words = [word for word, _rest in instructions()]
    assert of("USER") == ["kizuna"]
    assert words.index("USER") < words.index("CMD")
    assert json.loads(of("CMD")[0]) == ["kizuna", "serve", "--no-worker"]


def test_every_command_is_one_of_ours() -> None:
    asked = [service["command"] for service in COMPOSE["services"].values() if "command" in service]
    asked.append(json.loads(of("CMD")[0]))
    assert {command[0] for command in asked} == {"kizuna"}
    options = {
        name: {word for param in command.params for word in param.opts} for name, command in main.commands.items()
    }
    assert [command for command in asked if command[1] not in options or set(command[2:]) - options[command[1]]] == []


def test_every_variable_is_one_that_the_product_reads() -> None:
    text = DOCKERFILE + (ROOT / "compose.yaml").read_text("utf-8")
    named = set(re.findall(r"\bKIZUNA_[A-Z_]+[A-Z]\b", text))
    assert named - variables() == set()
    assert [name for name in named if f"`{name}`" not in documentation()] == []


def test_the_services_wait_for_each_other_and_share_what_they_must() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"app", "worker", "migrate", "database"}
    assert {name for service in services.values() for name in service.get("depends_on", {})} <= set(services)
    assert {volume.split(":")[0] for service in services.values() for volume in service["volumes"]} == set(
        COMPOSE["volumes"]
    )
    assert services["app"]["environment"] == services["worker"]["environment"]
    assert "healthcheck" in services["database"]
    assert of("HEALTHCHECK")


def test_secrets_come_from_outside() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service["environment"].items():
            if "SECRET" in name or "PASSWORD" in name:
                assert re.fullmatch(r"\$\{\w+:\?.+\}", value), name


def test_the_health_check_of_the_image_is_python_that_asks_for_health() -> None:
    (rest,) = of("HEALTHCHECK")
    command = json.loads(rest[rest.index("[") :])
    assert command[:2] == ["python", "-c"]
    compile(command[2], "HEALTHCHECK", "exec")
    assert "/health/" in command[2]
