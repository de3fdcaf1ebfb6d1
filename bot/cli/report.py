"""`versed report`: how questions were answered, for the whole database, tenant by tenant."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.bootstrap import open_database
from bot.cli.output import write_file
from bot.content.question import prompt_of
from bot.content.reading.library import Library
from bot.exchange.tables.cells import Cell, as_csv
from bot.features.analysis import store
from bot.features.analysis.analysing import analyse
from bot.features.analysis.flags import worst_first
from bot.features.analysis.model import Analysis
from bot.features.analysis.pages import lines_of
from bot.features.analysis.table import rows
from bot.features.packs.naming import titles
from bot.features.packs.shelf import Shelf
from bot.language.anonymity import FEWEST
from bot.language.refusals import Refusal
from bot.runtime.settings import Settings
from bot.storage.sqlite_file import check_exists


async def analyses(settings: Settings, pack_name: str, now: datetime) -> Sequence[tuple[str, Analysis]]:
    """Analyse answers; return each tenant with an analysis per pack that has enough of them.

    Args:
        settings: the settings, for the packs and the database.
        pack_name: a pack's id or title; "" for all.
        now: the time, in UTC.

    Raises:
        Refusal: no question was answered by enough people.
        StoreError: the database can't be opened.
    """
    library = await asyncio.to_thread(Library, settings.content, settings.cache)
    check_exists(settings.database_url)
    database = await open_database(settings)
    try:
        shelf = Shelf(library, database)
        found = []
        for tenant, pack_id in await database.read(store.answered):
            pack = await shelf.find(tenant, pack_id)
            if pack is None or (pack_name and titles([pack]).match(pack_name) is None):
                continue
            responses, doubts = await database.read(
                partial(store.responses_and_doubts, tenant=tenant, pack=pack.id, now=now)
            )
            analysis = await asyncio.to_thread(analyse, pack, responses, doubts)
            if analysis.figures:
                found.append((tenant, analysis))
    finally:
        await database.close()
    if not found:
        of, check = (f" of a pack “{pack_name}”", "check its name, or ") if pack_name else ("", "")
        raise Refusal(f"No question{of} has answers from {FEWEST} people yet; {check}ask again later.")
    return found


def in_words(by_pack: Sequence[tuple[str, Analysis]]) -> Iterator[str]:
    """Yield the lines of the report."""
    for tenant, analysis in by_pack:
        yield f"{analysis.pack.title} · {tenant} · {analysis.learners} people, {analysis.answers:,} answers"
        for each, odd in worst_first(analysis.figures):
            yield f"  {prompt_of(each.question)}"
            yield from (f"    {line}" for line in lines_of(each, odd))


def as_json(by_pack: Sequence[tuple[str, Analysis]]) -> str:
    """Return the report as JSON: one object per question."""
    header, *others = _table(by_pack)
    return json.dumps([dict(zip(header, row, strict=True)) for row in others], ensure_ascii=False, indent=2)


def write_csv(by_pack: Sequence[tuple[str, Analysis]], file: Path) -> int:
    """Write the report as CSV; return the number of questions.

    Args:
        by_pack: the tenants with their analyses.
        file: the file to write, replacing an existing one.

    Raises:
        Refusal: the file can't be written.
    """
    table = [*_table(by_pack)]
    write_file(file, as_csv(table))
    return len(table) - 1


def _table(by_pack: Sequence[tuple[str, Analysis]]) -> Iterator[Sequence[Cell]]:
    for number, (tenant, analysis) in enumerate(by_pack):
        header, *others = rows(analysis)
        if number == 0:
            yield ("tenant", "pack", *header)
        yield from ((tenant, analysis.pack.id, *row) for row in others)
