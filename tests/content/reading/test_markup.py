"""HTML in texts is reported, with what to write instead; what only looks like HTML is left alone."""

from pathlib import Path

import pytest

from bot.content.check import check_paths
from bot.content.reading.load import load
from bot.content.reading.markup import found, in_markdown, plain
from tests.content.small_pack import COVER, lines, problems_in, write
from tests.content.test_check import TAUGHT, faults, free


@pytest.mark.parametrize(
    ("text", "pieces", "meant"),
    [
        ("A &amp; B", ["&amp;"], "A & B"),
        ("&lt;strong&gt;x", ["&lt;", "&gt;"], "<strong>x"),
        ("a&nbsp;b &nbsp c", ["&nbsp;", "&nbsp"], "a b c"),
        ("caf&eacute;", ["&eacute;"], "café"),
        ("it&#39;s &#x27;it&#x27;", ["&#39;", "&#x27;"], "it's 'it'"),
        ("a &amp;lt; b", ["&amp;"], "a < b"),
        ("co&shy;operate", ["&shy;"], "cooperate"),
        ("5 &lt 6", ["&lt"], "5 < 6"),
        ("&pi;", ["&pi;"], "π"),
        ("<b>bold</b>", ["<b>", "</b>"], "bold"),
        ("<B>bold</B>", ["<B>", "</B>"], "bold"),
        ("x<em>y</em>", ["<em>", "</em>"], "xy"),
        ("Hello<br>world<br/>!", ["<br>", "<br/>"], "Hello world !"),
        ("<p>One</p><p>two</p>", ["<p>", "</p>"], "One two"),
        ('see <a href="https://x.org">x</a>', ['<a href="https://x.org">', "</a>"], "see x"),
        ("<span style='color:red'>x</span>", ["<span style='color:red'>", "</span>"], "x"),
        ("H<sub>2</sub>O", ["<sub>", "</sub>"], "H2O"),
    ],
)
def test_html_is_found(text: str, pieces: list[str], meant: str) -> None:
    assert found(text) == pieces
    assert plain(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("x < y", "x<y", "<=", "a <= b >= c", "i<3 && n>2", "if (a<b && b>c)", "<-", "->", "<3", "a <b and c> d"),
        *("List<String>", "Map<K, V>", "vector<a> v", "Option<i>", "std::vector<std::pair<a,b>>", "a<b>c"),
        *("AT&T", "AT&T; and more", "R&D; x", "Q&A", "a && b;", "&&", "Fish & chips; beer", "&bogus;", "A&ampB"),
        *("int *p = &sum;", "f(&pi;)", "swap(a, &mu;)", "return &in;", "https://x.org/?a=1&amp=2&copy=3"),
        *("git commit -m <message>", "<name>", "cd <folder>", "<@123>", "<https://x.org>", "a@b.c <a@b.c>"),
        *("Use `<b>` for bold", "Write `&amp;` for `&`", "“&lt;” stands for <", "The tag “<b>” ends with “</b>”"),
        *("<b>", "<strong>", "</b>", "<br>", "<b></b>"),
    ],
)
def test_what_only_looks_like_html_stays(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("**About 75 °C.**", ["**About 75 °C.**"]),
        ("See [here](https://x.org/a) now", ["[here](https://x.org/a)"]),
        *(
            (each, [])
            for each in ("2**3**4", "f(**more)", "`**bold**`", "“**bold**”", "a ** b ** c", "[sic](1)", "****")
        ),
    ],
)
def test_markdown_is_found_unless_it_is_taught(text: str, marks: list[str]) -> None:
    assert in_markdown(text) == marks


def test_texts_with_html_are_faults(tmp_path: Path) -> None:
    tips = "tips:\n  - {id: t, objectives: [cut], title: Saws &amp; files, text: A <b>saw</b> &gt; a file.}\n"

    assert faults(tmp_path / "pack", tips=tips) == [
        "tips.yaml:2:39: warning: `&amp;` is shown as it stands; write & instead, or put it in backticks if it's "
        "what you teach",
        "tips.yaml:2:63: warning: `&gt;`, `<b>` and `</b>` are shown as they stand; write > instead and delete the "
        "tags, or use backticks if they're what you teach",
    ]


def test_every_text_of_a_pack_is_checked(tmp_path: Path) -> None:
    cover = COVER.replace("Cuts.", "Cuts<br>.").replace("name: Saw", "name: <i>Saw</i>")
    sheet = "comparisons:\n  - id: a\n    objectives: [cut]\n    aspect: Use\n    takeaway: x\n"
    sheet += "    cells: {saw: a&nbsp;b, file: y}\n"
    folder = write(tmp_path / "pack", pack=cover, taught=TAUGHT, extra=sheet)

    assert [line.partition(": warning")[0] for line in lines(check_paths([folder]).problems, folder)] == [
        "extra.yaml:6:18",
        "pack.yaml:12:21",
        "pack.yaml:18:21",
    ]


@pytest.mark.parametrize(
    ("answer", "meant"),
    [("A &amp; B", "A & B"), ("&lt;strong&gt;", "<strong>"), ("caf&eacute;", "café"), ("<b>saw</b>", "saw")],
)
def test_an_answer_with_html_that_nobody_types_is_refused(tmp_path: Path, answer: str, meant: str) -> None:
    folder = write(tmp_path / "pack", extra=free("saw", f'"{answer}"'))

    assert lines(problems_in(folder), folder) == [
        f"extra.yaml:7:20: nobody types “{answer}”; write “{meant}”, or add `match: exact` if it's meant as it stands"
    ]
    assert load(write(tmp_path / "other", extra=free(f'"{answer}"') + "    match: exact\n"))


@pytest.mark.parametrize("answer", ["<b>", "<strong>", "x < y", "List<String>", "AT&T", "<="])
def test_an_answer_that_can_be_typed_is_taken(tmp_path: Path, answer: str) -> None:
    assert faults(tmp_path / "pack", extra=free(f'"{answer}"')) == []


def test_texts_with_markdown_are_reported(tmp_path: Path) -> None:
    code = "    code: {language: text, text: '**bold**'}\n"
    card = f"cards:\n  - id: c\n    objectives: [cut]\n    front: What **cuts**?\n    back: A saw.\n{code}"
    folder = write(tmp_path / "pack", extra=card)
    assert [each for each in lines(check_paths([folder]).problems, folder) if "stands" in each] == [
        "extra.yaml:4:12: warning: `**cuts**` is shown as it stands; delete the stars, or put it in backticks "
        "if it's what you teach"
    ]
