"""Everything that judging needs is loaded before anyone answers, and nothing more."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.packs import PETS
from tests.patience import FOREVER

ROOT = Path(__file__).parents[2]

JUDGED = """
import sys
from pathlib import Path
import bot.content.answers  # as all do that judge what's asked in packs
from bot.content.reading.library import Library
from bot.judging.judge import judge
from bot.judging.model import Wanted
library = Library([Path(sys.argv[1])])
library.prepare()
before = set(sys.modules)
for typed in sys.argv[2:]:
    judge(typed, Wanted(("75 °C", "parallel")))
print(sorted(name for name in set(sys.modules) - before if name.split(".")[0] in ("pint", "simplemma")))
print("pint" in sys.modules)
"""

WARM = """
questions:
  - id: warm
    objectives: [H1]
    type: free-text
    prompt: How warm is the water?
    answers: [75 °C]
    explanation: {right: "Yes.", wrong: "No."}
"""


def loaded(pack: Path, *typed: str) -> list[str]:
    """Prepare a pack, then judge; return what judging loaded, and whether pint is loaded in the end."""
    done = subprocess.run(
        [sys.executable, "-c", JUDGED, str(pack), *typed],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=FOREVER,
        check=True,
    )
    return done.stdout.splitlines()


def test_prepared_packs_load_nothing_when_somebody_answers(tmp_path: Path) -> None:
    pack = shutil.copytree(PETS, tmp_path / "pets")
    (pack / "warm.yaml").write_text(WARM, encoding="utf-8")
    assert loaded(pack, "167 °F", "paralel", "75 kelvins") == ["[]", "True"]


def test_a_pack_without_units_doesnt_load_them() -> None:
    assert loaded(PETS, "paralel") == ["[]", "False"]
