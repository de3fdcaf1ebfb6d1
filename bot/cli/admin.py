"""`versed admin`: inspect and manage all tenants, for the person who runs Versed."""

import argparse
import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.features.operating.orders import Order, OrderAnswer, OrderValue

_LIMIT = re.compile(r"(packs|items|megabytes)=(default|[0-9]{1,9})")


def add(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `versed admin` to the command line.

    Args:
        parts: the subparsers of `versed`.
    """
    admin = parts.add_parser("admin", help="see tenants, failed posts and leases, and do something about them")
    about = admin.add_subparsers(title="commands", required=True, metavar="COMMAND")

    tenants = about.add_parser("tenants", help="list servers and workspaces, the largest first")
    tenants.set_defaults(run=_tenants)

    purge = about.add_parser("purge", help="delete everything that's kept about a server or workspace")
    purge.add_argument("tenant", metavar="TENANT", help="as `versed admin tenants` lists it")
    purge.add_argument("--yes", action="store_true", help="don't ask first")
    purge.set_defaults(run=_purge)

    limit = about.add_parser(
        "limit",
        help="set how many packs of its own a server or workspace may have, and how large",
        epilog="versed admin limit slack:T0ACME packs=50 megabytes=default",
    )
    limit.add_argument("tenant", metavar="TENANT", help="as `versed admin tenants` lists it")
    limit.add_argument(
        "limits",
        nargs="+",
        type=_limit,
        metavar="NAME=NUMBER",
        help="packs, or items or megabytes in each pack; “default” for what your settings say",
    )
    limit.set_defaults(run=_limits)

    posts = about.add_parser("posts", help="list posts that failed or may not have arrived, with reasons")
    posts.add_argument("--failed", action="store_true", help="only those that certainly haven't arrived")
    posts.set_defaults(run=_posts)

    retry = about.add_parser("retry", help="send one of these posts again")
    retry.add_argument("post", metavar="POST", help="as `versed admin posts` lists it")
    retry.add_argument(
        "--anyway", action="store_true", help="even if it may have arrived, so it might be there twice"
    )
    retry.set_defaults(run=_retry)

    leases = about.add_parser("leases", help="see which replica holds which shards, games, posts and answers")
    leases.set_defaults(run=_leases)
    for each in (tenants, posts, leases):
        each.add_argument("--json", action="store_true", help="JSON instead")


def _limit(text: str) -> tuple[str, int | None]:
    found = _LIMIT.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"“{text}” isn't a limit; write it like packs=50, items=2000 or megabytes=9")
    name, most = found.groups()
    if name != "packs" and most.strip("0") == "":
        raise argparse.ArgumentTypeError(f"“{text}” leaves no room at all; give 1 or more, or say packs=0")
    return name, None if most == "default" else int(most)


def _tenants(args: argparse.Namespace) -> int:
    return _show(args, _answer("tenants"), "There are no tenants yet.", _of_tenant)


def _posts(args: argparse.Namespace) -> int:
    return _show(args, _answer("posts", sure=args.failed), "No post is stuck.", _of_post)


def _leases(args: argparse.Namespace) -> int:
    return _show(args, _answer("leases"), "No process holds a lease right now.", _of_lease)


def _purge(args: argparse.Namespace) -> int:
    from bot.language.refusals import Refusal

    (there,) = _answer("tenant", args.tenant)
    print(
        f"{_called(there)}: {_kept(there)}. I'll delete all of it, including schedules and the installation.",
        flush=True,
    )
    if not args.yes and not _agrees():
        raise Refusal("Nothing was deleted; say yes when you're asked, or add --yes.")
    (was,) = _answer("purge", args.tenant)
    print(f"Deleted: {_kept(was)}. Backups from before still have it.")
    return 0


def _limits(args: argparse.Namespace) -> int:
    (now,) = _answer("limit", args.tenant, limits=dict(args.limits))
    print(f"{_called(now)} may have {_limit_of(now)}.")
    return 0


def _retry(args: argparse.Namespace) -> int:
    _answer("retry", args.post, sure=args.anyway)
    print("It's being sent again, for an hour at most; `versed admin posts` shows it if it fails.")
    return 0


def _answer(
    what: str, which: str = "", *, sure: bool = False, limits: dict[str, int | None] | None = None
) -> "OrderAnswer":
    import asyncio

    from bot.features.operating.orders import Order

    return asyncio.run(_carried_out(Order(what, which, sure, limits or {})))


async def _carried_out(order: "Order") -> "OrderAnswer":
    """Carry out an order, or let the running Versed do it if that has the database to itself."""
    from bot import console
    from bot.bootstrap import operating
    from bot.features.operating.orders import carry_out
    from bot.runtime.settings import read_settings
    from bot.storage import sqlite_file

    settings = read_settings()
    if running := await console.running(settings.database_url):
        return await console.order(running, order)
    sqlite_file.check_exists(settings.database_url)
    async with operating(settings) as operator:
        return await carry_out(operator, order)


def _agrees() -> bool:
    try:
        return input("Continue? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:  # nobody is there to answer
        return False


def _show(
    args: argparse.Namespace,
    rows: "OrderAnswer",
    nothing: str,
    cells: "Callable[[Mapping[str, OrderValue]], dict[str, str]]",
) -> int:
    """Print rows as a table with a header, or as JSON."""
    from bot.language.direction import isolate
    from bot.language.text import printable

    if args.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    table = [cells(row) for row in rows]
    if not table:
        print(nothing)
        return 0
    lines = [[*table[0]], *([*row.values()] for row in table)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print(isolate(printable(padded.rstrip())))
    return 0


def _of_tenant(row: "Mapping[str, OrderValue]") -> dict[str, str]:
    return {
        "tenant": str(row["tenant"]),
        "name": str(row["name"]) or "–",
        "people": f"{row['people']:,}",
        "rows": f"{row['rows']:,}",
        "last use": _minute(row["last_use"]),
        "packs": f"{row['packs']} of {row['most_packs']}",
        "each at most": f"{row['most_items']:,} items, {row['most_megabytes']} MB",
    }


def _of_post(row: "Mapping[str, OrderValue]") -> dict[str, str]:
    return {
        "post": str(row["post"]),
        "tenant": str(row["tenant"]),
        "schedule": str(row["schedule"]),
        "state": str(row["state"]),
        "since": _minute(row["since"]),
        "retry": "yes" if row["can_retry"] else "no",
        "why": str(row["reason"]) or "–",
    }


def _of_lease(row: "Mapping[str, OrderValue]") -> dict[str, str]:
    return {
        "kind": str(row["kind"]),
        "tenant": str(row["tenant"]),
        "which": str(row["which"]),
        "holder": str(row["holder"]) or "–",
        "epoch": "–" if row["epoch"] is None else str(row["epoch"]),
        "ends in": f"{row['seconds']:.1f} s",
    }


def _called(row: "Mapping[str, OrderValue]") -> str:
    from bot.language.text import printable

    return printable(f"{row['name']} ({row['tenant']})" if row["name"] else str(row["tenant"]))


def _kept(row: "Mapping[str, OrderValue]") -> str:
    from bot.language.text import counted

    people, packs = counted(_number(row["people"]), "person", "people"), counted(_number(row["packs"]), "pack")
    return f"{counted(_number(row['rows']), 'row')} about {people}, and {packs} of its own"


def _limit_of(row: "Mapping[str, OrderValue]") -> str:
    from bot.language.text import counted

    packs, items = counted(_number(row["most_packs"]), "pack"), counted(_number(row["most_items"]), "item")
    return f"{packs} of its own, each with {items} and {row['most_megabytes']} MB at most"


def _number(value: "OrderValue") -> int:
    assert isinstance(value, int)  # noqa: S101 (as the service counts)
    return value


def _minute(at: "OrderValue") -> str:
    """Return an ISO 8601 time, in UTC, to the minute."""
    return "–" if at is None else str(at)[:16].replace("T", " ")
