"""What judging looks things up in is there before anyone answers."""

import os
import subprocess
import sys
from pathlib import Path

from tests.patience import FOREVER

ROOT = Path(__file__).parents[2]

JUDGED = """
import sys
from bot.content.library import Library
from bot.judging.judge import judge
from bot.judging.model import Wanted
library = Library([{pack!r}])
library.prepare()
before = set(sys.modules)
for typed in ("167 °F", "paralel", "75 kelvins"):
    judge(typed, Wanted(("75 °C", "parallel")))
print(sorted(name for name in set(sys.modules) - before if name.split(".")[0] in ("pint", "simplemma")))
"""


def test_prepared_packs_load_nothing_when_somebody_answers() -> None:
    pack = ROOT / "content/data-scientist-vs-ai-engineer"
    code = JUDGED.replace("{pack!r}", f"__import__('pathlib').Path({str(pack)!r})")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=FOREVER,
        check=True,
    )
    assert done.stdout == "[]\n"
