"""The JSON Schemas of a pack's files, so that an editor completes and checks while an author types.

`python -m bot.content.schema` writes them again after the models have changed.
"""

import json
from pathlib import Path

from pydantic import BaseModel

from bot.content.model import Cover, Sheet

FOLDER = Path(__file__).parents[2] / "content" / "schema"
"""Where the published schemas are."""

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The newest version that yaml-language-server, and so most editors, reads in full."""


def schemas() -> dict[str, str]:
    """Return file name → the text of the schema: one for pack.yaml, one for every other file."""
    shapes: dict[str, type[BaseModel]] = {"pack.schema.json": Cover, "items.schema.json": Sheet}
    return {
        name: json.dumps({"$schema": DIALECT, **shape.model_json_schema()}, indent=2, ensure_ascii=False) + "\n"
        for name, shape in shapes.items()
    }


def publish(folder: Path) -> None:
    """Write the schemas into a folder, made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    publish(FOLDER)
