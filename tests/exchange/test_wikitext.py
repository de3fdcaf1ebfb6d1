"""Pages as wikis store them."""

import pytest

from bot.exchange.formats import read

TERMS = [("API", "A way for tools to talk."), ("Cache", "Recent results, kept.")]


@pytest.mark.parametrize(
    "raw",
    [
        '{| class="wikitable"\n|+ Ours\n! Term !! Meaning\n|-\n| API || A way for tools to talk.\n|-\n'
        "| '''Cache''' || Recent results, kept.\n|}\n",
        '{|\n! scope="col" | Term\n! Meaning\n|-\n| style="color:red" | [[API]]\n| A way for tools\nto talk.\n|-\n'
        "| [[Cache (computing)|Cache]]\n| Recent results, kept.\n|}\n",
        "||Term||Meaning||\n|API|A way for tools to talk.|\n|Cache|Recent results, kept.|\n",
        "== Ours ==\n; API : A way for tools to talk.\n; '''Cache''' : Recent results, kept.\n",
        "* '''API''': A way for tools to talk.\n* '''Cache''': Recent results, kept.\n",
    ],
)
def test_tables_and_definitions_become_terms(raw: str) -> None:
    found = read(raw.encode())
    assert [(each.kind, each.fields["term"], each.fields["definition"]) for each in found.taken] == [
        ("terms", *each) for each in TERMS
    ]
    assert not found.left


def test_other_texts_stay_as_they_are() -> None:
    found = read(b"Term,Meaning\nA || B,''either''\n")
    assert found.taken[0].fields == {"term": "A || B", "definition": "''either''"}
