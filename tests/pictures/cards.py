"""Cards to test with, and texts of every kind."""

from hypothesis import strategies as st

from bot.pictures.comparison import AspectRow, ComparisonCard

LONG = ("Tables of rows and columns are cleaned, joined and reshaped before any model may learn from them. " * 4)[
    :300
]

SIDES = ("Data scientist", "AI engineer", "Machine learning engineer", "Data engineer", "Analyst")


def plain_card(
    sides: int = 2, rows: int = 3, cell: str = "Tables, mostly.", takeaway: str | None = None
) -> ComparisonCard:
    """A card like those of a pack."""
    return ComparisonCard(
        title="Data",
        subtitle="Data scientist vs AI engineer",
        sides=SIDES[:sides],
        rows=tuple(AspectRow(f"Aspect {number}", (cell,) * sides) for number in range(1, rows + 1)),
        takeaway=takeaway,
        footer="Data scientist vs AI engineer · Data",
    )


TEXTS = st.one_of(
    st.text(st.characters(), max_size=300),
    st.text(st.sampled_from("WMil-/.  \n\té"), max_size=300),
    st.sampled_from(
        (
            "",
            " \n\u2029 ",
            "W" * 300,
            "a\u0301\u0328\u0330" * 75,
            "Z" + "\u0350\u0317" * 100,
            "שלום עולם — hello",
            "\u202eevil\u202c العربية ١٢٣",
            "हिन्दी, 日本語テキスト, 👩🏽‍🔬🇪🇺 ❤️",
            "\ud800 lone \udfff",
            "https://example.org/" + "path/" * 50,
            LONG,
        )
    ),
)


@st.composite
def cards(draw: st.DrawFn, most_rows: int = 10) -> ComparisonCard:
    """Any card at all."""
    count = draw(st.integers(1, 5))
    cells = st.tuples(*[TEXTS] * count)
    return ComparisonCard(
        title=draw(TEXTS),
        subtitle=draw(TEXTS),
        sides=draw(cells),
        rows=tuple(draw(st.lists(st.builds(AspectRow, TEXTS, cells), min_size=1, max_size=most_rows))),
        takeaway=draw(st.none() | TEXTS),
        footer=draw(TEXTS),
    )
