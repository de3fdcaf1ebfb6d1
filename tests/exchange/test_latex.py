"""Glossaries in LaTeX."""

from bot.exchange.formats import read


def test_entries_acronyms_and_described_items() -> None:
    found = read(
        rb"""
\newglossaryentry{latency}{
  name=latency,
  description={the time, in \emph{ms}, until the first byte comes} % or so
}
\newglossaryentry{jitter}
{
    name={jitter},
    description={how much it varies, e.g.\ 5\%}
}
\newacronym[longplural={points of presence}]{pop}{PoP}{point of presence}
\newglossaryentry{loss}{name=loss}
\begin{description}
\item[Area] What $r^2$ grows with.
\item[Round trip] There
  and back.
\end{description}
"""
    )
    assert [tuple(each.fields.values()) for each in found.taken] == [
        ("latency", "the time, in ms, until the first byte comes"),
        ("jitter", "how much it varies, e.g. 5%"),
        ("PoP", "point of presence"),
        ("Area", "What r² grows with."),
        ("Round trip", "There and back."),
    ]
    assert [(each.position, each.why) for each in found.left] == [("line 12", "has no meaning; add one")]
