"""Markdown as it's written in note-taking apps, courses and lists of interview questions."""

from textwrap import dedent

import pytest

from bot.exchange.formats import read
from bot.exchange.model import ParsedFile


def text(raw: str) -> ParsedFile:
    return read(dedent(raw).encode())


def pairs(found: ParsedFile) -> list[tuple[str, str]]:
    return [(each.fields["front"], each.fields["back"]) for each in found.taken if each.kind == "cards"]


def terms(found: ParsedFile) -> list[tuple[str, str]]:
    return [(each.fields["term"], each.fields["definition"]) for each in found.taken if each.kind == "terms"]


def test_logseq() -> None:
    found = text(
        """
        tags:: office

        - ## Ports
        - #card What port has DNS?
          card-repeats:: 1
        \t- 53
        - What port has SSH? #card
          id:: 65a
        \t- 22
        - The lab is on the {{cloze third}} floor #card
        - It has {{cloze two}} doors #card
        """
    )
    assert pairs(found) == [("What port has DNS?", "53"), ("What port has SSH?", "22")]
    gaps = [each.fields["text"] for each in found.taken if each.kind == "clozes"]
    assert gaps == ["The lab is on the {{third}} floor", "It has {{two}} doors"]


@pytest.mark.parametrize("before", ["", "- ", "1. "])
def test_sentences_with_gaps_need_no_heading(before: str) -> None:
    found = read(f"{before}The lab is on the {{{{third}}}} floor.\n\n{before}It has {{{{two}}}} doors.\n".encode())
    gaps = [(each.kind, each.fields["text"]) for each in found.taken]
    assert gaps == [("clozes", "The lab is on the {{third}} floor."), ("clozes", "It has {{two}} doors.")]


@pytest.mark.parametrize("end", ["", ".", ".**"])
def test_each_line_that_is_a_sentence_with_a_gap_is_an_item(end: str) -> None:
    found = read(
        f"# Labs\n\nThe lab is on the {{{{third}}}} floor{end}\n{{{{c2::Two}}}} doors lead in{end}\n".encode()
    )
    assert [each.position for each in found.taken] == ["line 3", "line 4"]
    assert found.taken[1].fields["text"].startswith("{{Two}} doors lead in")


@pytest.mark.parametrize(
    "lines",
    [
        "The lab on the {{third}} floor\nis {{cold}}.",
        "Das Labor im {{dritten}} Stock und die\nWerkstatt im {{Keller}} sind kalt.",
        "Roses are {{red}},\nViolets are {{blue}}",
        "The lab is {{cold}}.\nSo is the roof.",
    ],
)
def test_a_text_with_gaps_that_continues_on_the_next_line_is_one_item(lines: str) -> None:
    (item,) = read(f"# Labs\n\n{lines}\n".encode()).taken
    assert item.fields["text"] == lines


@pytest.mark.parametrize("mark", ["::", ">>", ";;"])
def test_remnote_and_marks_that_people_choose_in_obsidian(mark: str) -> None:
    found = text(
        f"""
        - Network
            - DNS {mark} finds addresses by name
            - Router <> joins networks
            - Layers >>>
                - link
                - internet
            - TLS {{{{hides}}}} what's sent
        """
    )
    assert pairs(found) == [
        ("DNS", "finds addresses by name"),
        ("Router", "joins networks"),
        ("Layers", "link; internet"),
    ]
    assert [bool(each.fields.get("reverse")) for each in found.taken if each.kind == "cards"] == [False, True, False]
    assert [each.fields["text"] for each in found.taken if each.kind == "clozes"] == ["TLS {{hides}} what's sent"]
    assert [each.position for each in found.left] == ["line 2"]


def test_questions_as_headings_with_a_table_of_contents_and_long_answers() -> None:
    found = text(
        f"""
        # Interview

        | No. | Questions |
        | --- | --------- |
        | 1 | [What is a pod?](#what-is-a-pod) |

        1. ### What is a pod?

           A group of containers that run on one machine.

           ```sh
           get pods
           ```

           **[⬆ Back to Top](#table-of-contents)**

        2. ### What is a node?

           A machine that runs what others ask of it.

           {"It has much to do. " * 16}
        """
    )
    assert pairs(found)[0][1] == "A group of containers that run on one machine.\n```sh\nget pods\n```"
    assert [each.changed for each in found.taken] == [(), ("its answer ends at line 22, as 300 characters fit",)]
    assert not found.left


def test_options_with_code_between_them_and_an_explanation_below() -> None:
    found = text(
        """
        #### Q1. Which prints `hi`?

        - [x] the code below

          ```python
          print("hi")
          ```

        - [ ] neither

        [Reference](https://example.org/print)

        **Explanation:** print writes.

        > [!question] Who leads? #card
        > Ines does it all year, every year, for us.
        """
    )
    assert found.taken[0].fields["options"] == [
        {"text": "the code below", "correct": True, "why": "print writes."},
        {"text": "neither"},
    ]
    assert pairs(found) == [("Who leads?", "Ines does it all year, every year, for us.")]
    assert not found.left


def test_headings_with_a_paragraph_each_are_terms() -> None:
    found = text(
        "# Words\n\n## Burn rate\nHow money goes.\n\n## Runway\nHow long it lasts.\n\n## Churn\nWho leaves.\n"
    )
    assert tuple(found.taken[0].fields.values()) == ("Burn rate", "How money goes.")
    assert (len(found.taken), found.left) == (3, ())


def test_terms_in_any_marks() -> None:
    found = text("- **KPI** – a number\n- *OKR*: a goal\n- `git add`: stages\n- **SLA** (service level): a promise\n")
    assert [each.fields["term"] for each in found.taken] == ["KPI", "OKR", "git add", "SLA (service level)"]


def test_operators_in_code_do_not_make_pairs() -> None:
    found = text(
        """
        Q: How do you append a line to a file in a shell?
        A: echo line >> file

        Q: How do you say that two columns differ in SQL, in one sign?
        A: a <> b

        - What does `<>` mean? :: It's `!=`, as in `a <> b`
        """
    )
    assert [each.fields.get("answers") or each.fields["back"] for each in found.taken] == [
        ["echo line >> file"],
        ["a <> b"],
        "It's `!=`, as in `a <> b`",
    ]


def test_headings_with_names_as_google_docs_writes_them() -> None:
    found = text(
        """\
        # **Handbook** {#handbook}

        ## **Holidays** {#holidays}

        You get 30 days.

        ## Sick leave {#sick-leave}

        Call in before 9\\.

        ## Parking {#parking}

        On level 2.
        """
    )
    assert terms(found) == [
        ("Holidays", "You get 30 days."),
        ("Sick leave", "Call in before 9."),
        ("Parking", "On level 2."),
    ]
    assert found.title == "Handbook"


def test_a_table_with_an_unknown_column_and_terms_of_which_some_are_not_bold() -> None:
    assert terms(text("| Term | Meaning | Owner |\n| --- | :-: | --- |\n| SLA | A deal | Ana |\n")) == [
        ("SLA", "A deal")
    ]
    found = text("- **SLA**: a deal\n- **OKR** - aims\n  and results\n- RPO: how much we may lose\n")
    assert terms(found) == [("SLA", "a deal"), ("OKR", "aims and results"), ("RPO", "how much we may lose")]


def test_questions_in_bold() -> None:
    found = text("**What is PTO?**\nPaid time off\n\n**Who bakes?**\nAna.\n")
    assert [each.fields["prompt"] for each in found.taken] == ["What is PTO?", "Who bakes?"]
