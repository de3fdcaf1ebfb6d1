"""Names in any script are drawn with their letters joined, in the right order, and within their box."""

import io
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.cli.doctor import _pictures
from bot.language.text import clean
from bot.pictures import fonts, lettering
from bot.pictures.canvas import Box, Canvas, PlacedParagraph
from bot.pictures.fonts import FACES, INTER, PACKAGES, Faces
from bot.pictures.lettering import SIGN, Lettering, typeset
from bot.pictures.palette import INK, PAPER, Colour, Theme
from bot.pictures.podium import PodiumCard, PodiumStep, draw_podium, lay_out
from bot.pictures.shaping import clusters

NAME = Lettering(34, 700, INK)
NAMES = {
    "Arabic": "محمد علي",
    "Persian": "علی‌رضا ۲",
    "Urdu": "گڑھ ٹوٹی",
    "Hebrew": "שָׁרָה לוי",
    "Devanagari": "प्रीति क्षत्रिय",
    "Bengali": "প্রীতি র্যাব",
    "Tamil": "கூத்தன் ஸ்ரீ",
    "Telugu": "క్రూరుడు",
    "Kannada": "ಕನ್ನಡ ಸ್ತ್ರೀ",
    "Malayalam": "ക്രൂരൻ",
    "Gujarati": "ગુજરાતી શ્રી",
    "Gurmukhi": "ਪੰਜਾਬੀ ਸ੍ਰੀ",
    "Odia": "ଓଡ଼ିଆ ଶ୍ରୀ",
    "Sinhala": "ශ්‍රී ලංකා",
    "Thai": "น้ำผึ้ง",
    "Lao": "ນ້ຳເຜິ້ງ",
    "Khmer": "ស្រីមុំ",
    "Burmese": "ကျွန်ုပ်",
    "Georgian": "ქეთევან",
    "Armenian": "Հայկ",
    "Ethiopic": "አበበ",
    "Cyrillic": "Жанна Ѣ",
    "Greek": "Άννα Ώ",
    "Japanese": "田中さん カ",
    "Korean": "김철수",
    "Chinese": "王小明 龍",
    "Vietnamese": "Nguyễn Thị Ế",
    "emoji": "🦊 👩‍💻 🇩🇪 ❤️ 1️⃣",
}


def runs(text: str, width: int = 2000) -> list[tuple[str, str]]:
    """Return the runs of a text's only line, from left to right, with their directions."""
    paragraph = typeset(text, NAME, width, 1)
    return [(run.text, run.direction or "ltr") for line in paragraph.lines for run in paragraph.runs(line)]


def drawn(text: str, lettering_: Lettering = NAME, ground: Colour = PAPER) -> Image.Image:
    """Return the picture of a line."""
    canvas = Canvas(1400)
    canvas.panel(Box(0, 0, 1400, 130), ground)
    canvas.paragraph(typeset(text, lettering_, 1300, 1), 40, 40)
    return Image.open(io.BytesIO(canvas.png(130, Theme.LIGHT))).convert("RGBA").convert("RGB")


def between(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int]:
    """Return the box around all clear differences; the palette makes small ones everywhere."""
    box = ImageChops.difference(one, other).convert("L").point([0] * 60 + [255] * 196).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_drawn_in_every_script(script: str) -> None:
    name = NAMES[script]
    paragraph = typeset(name, NAME, 2000, 1)
    assert paragraph.lines == (clean(name),)
    for run in paragraph.runs(paragraph.lines[0]):
        font = run.face.font(40, 400)
        nothing = font.getmask("\uffff")
        for character in run.text:
            if not (character.isspace() or character in "\u200c\u200d\ufe0f"):
                glyph = font.getmask(character)
                assert (glyph.size, bytes(glyph)) != (nothing.size, bytes(nothing)), (script, character)


@pytest.mark.parametrize("script", NAMES)
@pytest.mark.parametrize("size", [25, 34, 54])
def test_a_name_stays_in_its_box(script: str, size: int) -> None:
    big = Lettering(size, 700, INK)
    left, top, right, bottom = between(drawn(NAMES[script], big), drawn("", big))
    width = typeset(NAMES[script], big, 1300, 1).width
    assert 40 - size / 5 <= left
    assert right <= 40 + width + size / 5
    assert 40 - size / 8 <= top
    assert bottom <= 40 + big.line_height + size / 5


@pytest.mark.parametrize(
    ("joined", "apart"),
    [("क्ष", "क् ष"), ("ශ්‍රී", "ශ් රී"), ("👩‍💻", "👩 💻"), ("🇩🇪", "🇩 🇪")],
)
def test_letters_are_joined(joined: str, apart: str) -> None:
    gaps = apart.count(" ") * NAME.width(" ")
    assert NAME.width(joined) < NAME.width(apart) - gaps * 0.9


def test_arabic_letters_take_the_forms_that_their_places_need() -> None:
    assert abs(NAME.width("محمد") - sum(map(NAME.width, "محمد"))) > 1
    assert NAME.width("علی‌رضا") != NAME.width("علیرضا")


@pytest.mark.parametrize(
    ("text", "from_the_left"),
    [
        ("Ana محمد 5", ["Ana ", "محمد", " 5"]),
        ("1. محمد — 850", ["1. ", "محمد", " — 850"]),
        ("محمد", ["محمد"]),
        ("محمد שרה", ["שרה", "محمد "]),
        ("Ana 田中 Ben", ["Ana ", "田中 ", "Ben"]),
    ],
)
def test_runs_are_in_the_order_of_display(text: str, from_the_left: list[str]) -> None:
    assert [run for run, _ in runs(text)] == from_the_left


def test_a_right_to_left_line_is_mirrored_as_a_whole() -> None:
    assert {direction for _, direction in runs("محمد (فريق 2)!")} == {"rtl"}
    assert runs("Python لغة برمجة (سهلة) التعلم جدا وسريعة")[-1] == ("Python", "ltr")


@given(
    st.lists(st.sampled_from([*NAMES.values(), "Ana", "(", ")", " — ", "x" * 50, "◇", "ༀ"]), max_size=6).map(" ".join)
)
@settings(max_examples=8)
def test_any_names_fit_in_the_podium(name: str) -> None:
    card = PodiumCard(
        title=f"{name} won!",
        subtitle=name,
        steps=(PodiumStep(1, name, 5), PodiumStep(2, name[::-1], 3)),
        footer=name,
    )
    canvas, height = lay_out(card)
    for shape in canvas.shapes:
        if isinstance(shape, PlacedParagraph):
            for line in shape.paragraph.lines:
                assert shape.left + shape.paragraph.lettering.width(line) <= 1100 or len(clusters(line)) == 1
            assert shape.bottom <= height
    assert draw_podium(card, Theme.LIGHT) == draw_podium(card, Theme.LIGHT)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_is_cut_between_letters_and_loses_none(text: str) -> None:
    shown = lettering._printable(text)
    assert "".join(clusters(shown)) == shown
    assert "".join(typeset(text, NAME, 40, 1000).lines).replace(" ", "") == shown.replace(" ", "")


@pytest.mark.parametrize("name", ["👩‍💻", "🇩🇪", "क्ष", "น้ำ", "ශ්‍රී", "1️⃣", "한"])
def test_combined_characters_are_never_split(name: str) -> None:
    assert clusters(name * 3) == [name] * 3
    assert set("".join(typeset(name * 20, NAME, 60, 100).lines)) == set(name)
    assert all(len(line) % len(name) == 0 for line in typeset(name * 20, NAME, 90, 100).lines)


def test_fonts_are_looked_for_once_and_only_when_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[Path, ...]] = []
    find = fonts._families_in

    def finding(folders: tuple[Path, ...]) -> dict[str, fonts.Face]:
        looked.append(folders)
        return find(folders)

    monkeypatch.setattr(fonts, "_families_in", finding)
    faces = Faces(machine=(Path("/nowhere"),))
    assert all(faces.of(each) == INTER for each in "aé–Жλ")
    assert looked == []
    for _ in range(3):
        assert all(faces.of(each) for each in "محد田さ김🦊")
        assert faces.of("ༀ") is None
    assert looked == [PACKAGES, (Path("/nowhere"),)]


@pytest.fixture
def debian(tmp_path: Path) -> Path:
    """A folder with fonts that are named as Debian names them."""
    source = PACKAGES[0]
    for name in ("Regular", "Bold"):
        shutil.copy(source / "NotoSansArabic[wght].ttf", tmp_path / f"NotoSansArabic-{name}.ttf")
    shutil.copy(source / "NotoEmoji[wght].ttf", tmp_path / "NotoColorEmoji.ttf")
    return tmp_path


def test_fonts_of_the_machine_are_found(debian: Path) -> None:
    faces = Faces((), (debian.parent,))
    arabic, fox = faces.of("م"), faces.of("🦊")
    assert arabic is not None
    assert (arabic.path.name, arabic.bold) == ("NotoSansArabic-Regular.ttf", debian / "NotoSansArabic-Bold.ttf")
    assert fox is not None
    assert fox.in_colour
    assert faces.of("ש") is None


def test_emoji_in_colour_are_drawn_as_large_as_letters(debian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "FACES", Faces(PACKAGES, (debian,)))
    monkeypatch.setattr(Faces, "_packaged", {})
    left, top, right, bottom = between(drawn("Ana 🦊", ground=INK), drawn("Ana", ground=INK))
    assert 20 < right - left < 50
    assert 40 <= top < bottom <= 40 + NAME.line_height


def test_the_doctor_names_the_scripts_that_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch, debian: Path) -> None:
    assert _pictures() == []
    monkeypatch.setattr("bot.cli.doctor.FACES", Faces(PACKAGES[:1], (debian,)))
    [found] = _pictures()
    assert str(found) == (
        "warn  pictures: names in Chinese, Japanese and Korean show as ◇; install Versed's requirements again, or "
        "Debian's fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji"
    )
    monkeypatch.setattr("bot.cli.doctor.CAN_SHAPE", False)
    [found] = _pictures()
    assert "install FriBiDi (libfribidi0 on Debian), and Pillow from PyPI" in found.says


def test_a_script_without_a_font_is_shown_as_a_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "FACES", Faces((), ()))
    assert typeset("محمد Ana", NAME, 1000, 1).lines == (f"{SIGN} Ana",)
    assert FACES.missing() == []
