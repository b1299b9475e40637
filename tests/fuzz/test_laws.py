"""The laws that the fuzzer asks hold for its seeds, whole and cut: it starts from a sound place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fuzz.laws import hold_for_document, hold_for_payload

TESTS = Path(__file__).resolve().parents[1]
SEEDS = [
    *((hold_for_document, page) for page in sorted((TESTS / "pages").iterdir())),
    *((hold_for_payload, answer) for answer in sorted((TESTS / "answers").rglob("*.*"))),
]


@pytest.mark.parametrize(("law", "seed"), SEEDS, ids=lambda one: one.name if isinstance(one, Path) else "")
def test_a_seed_whole_and_cut_anywhere_keeps_the_law(law: Callable[[bytes], None], seed: Path) -> None:
    content = seed.read_bytes()
    law(content)
    for eighth in range(1, 8):
        law(content[: len(content) * eighth // 8])
        law(content[len(content) * eighth // 8 :])
