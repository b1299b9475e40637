"""Look for input that breaks a law: `python -m tests.fuzz document|payload FOLDER [libFuzzer options]`.

`make fuzz MINUTES=60` does both, half of the time each. FOLDER/corpus collects what reaches new code, beginning with
the written fixtures; run it again and it goes on from there. FOLDER/broken gets the smallest input for each place at
which a law breaks (the run goes on), and libFuzzer's slow-unit and timeout files. What breaks becomes a written
fixture in tests/pages or tests/answers, small and named after what is odd in it: then `make test` asks it too.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["tweetarchive"]):
    from tests.fuzz.laws import hold_for_document, hold_for_payload

TESTS = Path(__file__).resolve().parents[1]
LAWS = {"document": (hold_for_document, TESTS / "pages"), "payload": (hold_for_payload, TESTS / "answers")}
DEADLINE_SECONDS = 10  # LONGEST bytes of anything are read in milliseconds: whatever takes this long is a defect
SLOW_SECONDS = 2
LONGEST = 20_000  # bytes: more than most seeds have, and few enough for some fifty documents a second


def noting(law: Callable[[bytes], None], broken: Path) -> Callable[[bytes], None]:
    """The law, its breaches written down instead of raised: the smallest input for each place."""
    smallest: dict[str, int] = {}

    def ask(content: bytes) -> None:
        try:
            law(content)
        except Exception as error:  # noqa: BLE001  whatever it is, it is what we look for
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}"
            if len(content) < smallest.get(place, LONGEST + 1):
                smallest[place] = len(content)
                (broken / place).write_bytes(content)
                (broken / f"{place}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")

    return ask


def main() -> None:
    name, folder, *options = sys.argv[1:]
    law, fixtures = LAWS[name]
    corpus, broken = Path(folder, "corpus", name), Path(folder, "broken")
    for made in (corpus, broken):
        made.mkdir(parents=True, exist_ok=True)
    for fixture in fixtures.rglob("*.*"):
        content = fixture.read_bytes()
        (corpus / sha256(content).hexdigest()).write_bytes(content)
    logging.disable()  # nobody reads a warning about each of a million mutants
    settings = [
        f"-timeout={DEADLINE_SECONDS}",
        f"-report_slow_units={SLOW_SECONDS}",
        f"-max_len={LONGEST}",
        "-rss_limit_mb=2048",
        f"-dict={Path(__file__).with_name(name)}.dict",
        f"-artifact_prefix={broken}/{name}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *settings, *options], noting(law, broken))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
