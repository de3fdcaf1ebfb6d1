"""A pack whose names differ only in punctuation and accents."""

from pathlib import Path

from bot.content.model import Pack
from bot.content.reading.load import load
from tests.content.small_pack import COVER, write

TERMS = {
    "letter": ("C", "The language that Unix is written in."),
    "plus": ("C++", "A language with classes and templates."),
    "sharp": ("C#", "A language for the runtime of Microsoft's."),
    "equal": ("==", "Whether two values are equal after conversion."),
    "same": ("===", "Whether two values are equal and of one type."),
    "arrow": ("->", "What leads from a pointer to a field."),
    "star": ("A*", "A search that is led by a guess of the distance."),
    "peach": ("pêche", "A fruit with a stone."),
    "sin": ("péché", "A fault that has to be confessed."),
    "absolute": ("/usr/bin", "Where programs are, from the root."),
    "relative": ("./usr/bin", "A folder below this one."),
    "three": ("GPT-3", "A model of the year 2020."),
    "four": ("GPT-4", "A model of the year 2023."),
    "resume": ("Résumé", "What someone has done so far, on a page."),
    "slash": ("Data / Models", "Two things that belong together."),
}


def marked(folder: Path) -> Pack:
    """Write the pack into a folder, and return it loaded."""
    terms = "terms:\n" + "".join(
        f'  - {{id: {own}, objectives: [cut], term: "{name}", definition: "{meaning}"}}\n'
        for own, (name, meaning) in TERMS.items()
    )
    aspects = "comparisons:\n" + "".join(
        f'  - {{id: {own}, objectives: [cut], aspect: "{name}", cells: {{saw: x, file: x}}, takeaway: x}}\n'
        for own, (name, _) in TERMS.items()
    )
    sides = COVER.replace("id: saw, name: Saw", 'id: saw, name: "C", aliases: ["C language"]').replace(
        "name: File", 'name: "C++"'
    )
    return load(write(folder, pack=sides, terms=terms, aspects=aspects))
