"""docker-compose.yml, read as Compose reads it: there is no Docker engine where the tests run."""

from __future__ import annotations

import re
from typing import Any

import neo4j_server
import pytest
import yaml
from support import ROOT

TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    compose = yaml.safe_load(TEXT)
    assert set(compose["services"]) == {"neo4j"}
    found: dict[str, Any] = compose["services"]["neo4j"]
    assert {volume.split(":")[0] for volume in found["volumes"]} == set(compose["volumes"])
    return found


def test_the_image_is_the_version_that_is_tested(service: dict[str, Any]) -> None:
    assert service["image"] == f"neo4j:{neo4j_server.LTS}-community"


def test_the_password_has_no_default(service: dict[str, Any]) -> None:
    assert re.fullmatch(r"neo4j/\$\{NEO4J_PASSWORD:\?[^}]+\}", service["environment"]["NEO4J_AUTH"])
    example = (ROOT / ".env.example").read_text("utf-8")
    assert re.search(r"^NEO4J_PASSWORD=$", example, re.MULTILINE)
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))
    assert used == set(re.findall(r"^#? ?(NEO4J_[A-Z_]+)=", example, re.MULTILINE))


def test_only_this_machine_reaches_it(service: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert {port.rsplit(":", 1)[1] for port in service["ports"]} == {"7687", "7474"}


def test_load_csv_is_kept_to_one_folder(service: dict[str, Any]) -> None:
    assert service["environment"]["NEO4J_server_directories_import"] == "/import"
    assert "import:/import" in service["volumes"]


def test_data_outlives_the_container_and_memory_is_bounded(service: dict[str, Any]) -> None:
    assert "data:/data" in service["volumes"]
    settings = service["environment"]
    assert all("NEO4J_server_memory_" + name in settings for name in ("heap_max__size", "pagecache_size"))


def test_the_health_check_asks_the_database(service: dict[str, Any]) -> None:
    check = service["healthcheck"]
    assert check["test"][0] == "CMD-SHELL"
    assert "cypher-shell" in check["test"][1]
    assert "RETURN 1" in check["test"][1]
    assert "$${NEO4J_AUTH" in check["test"][1]  # expanded in the container
