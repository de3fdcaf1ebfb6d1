"""The wheel contains everything that Versed reads at run time."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from tests.patience import FOREVER

ROOT = Path(__file__).parents[1]
LARGEST = 40 * 1024 * 1024
"""Maximum size of the wheel, in bytes; fonts come in packages of their own."""


def test_the_wheel_holds_code_page_packs_and_schemas(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=FOREVER)
    [wheel] = tmp_path.glob("*.whl")
    with ZipFile(wheel) as opened:
        held = {name for name in opened.namelist() if ".dist-info/" not in name}
        metadata = opened.read(next(name for name in opened.namelist() if name.endswith("/METADATA"))).decode()
    needed = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "adapters", "content")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == needed
    assert {"adapters/web/page/index.html", "content/schema/pack.schema.json"} <= held
    assert {"bot/py.typed", "adapters/py.typed"} <= held
    assert "Requires-Dist: fontpkg-inter" in metadata
    assert {"Requires-Dist: manimgx-fonts>=2026.9", "Requires-Dist: manimgx-fonts-cjk>=2026.9"} <= set(
        metadata.splitlines()
    )
    assert wheel.stat().st_size < LARGEST
    assert "Classifier: Typing :: Typed" in metadata
