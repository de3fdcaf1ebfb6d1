"""The JSON Schemas of a pack's files, so that editors complete and check what an author types.

Run `python -m bot.content.schema` after changing the models, to write the schemas again.
"""

import json
from pathlib import Path

from pydantic import BaseModel

from bot.content.model import Cover, Sheet

FOLDER = Path(__file__).parents[2] / "content" / "schema"
"""The folder of the published schemas."""

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The newest version that yaml-language-server, which most editors use, fully supports."""


def schemas() -> dict[str, str]:
    """Return the schemas, file name → text: one for pack.yaml, one for all other files."""
    shapes: dict[str, type[BaseModel]] = {"pack.schema.json": Cover, "items.schema.json": Sheet}
    return {
        name: json.dumps({"$schema": DIALECT, **shape.model_json_schema()}, indent=2, ensure_ascii=False) + "\n"
        for name, shape in shapes.items()
    }


def publish(folder: Path) -> None:
    """Write the schemas into a folder, creating it if it's missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    publish(FOLDER)
