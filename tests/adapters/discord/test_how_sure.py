"""A quiz that asks how sure you are, from the settings to the mark."""

from adapters.discord.setup.platform import Discord
from tests.fakes.discord import FakeDiscord


async def test_a_quiz_asks_how_sure_you_are(discord: FakeDiscord, versed: Discord) -> None:
    page = await (await discord.use("settings", confidence="yes")).shown()
    assert "Quizzes ask how sure you are: yes → no" in page.buttons
    page = await (await discord.use("quiz", topic="home", questions=3)).shown()
    for number in range(3):
        assert f"Question {number + 1} of 3" in page.text
        page = await (await discord.press(page, "Certain (+3 or −6)")).shown()
        assert "✓ Certain (+3 or −6)" in page.buttons
        for _ in range(9):
            if "Next question" in page.buttons or "See how it went" in page.buttons:
                break
            label = list(page.buttons)[3]
            pressed = await (await discord.press(page, label)).answered()
            page = await (await discord.submit(pressed, "aquarium") if pressed.type == 9 else pressed).shown()
        assert "Certain: +3" in page.text or "Certain: −6" in page.text
        page = await (await discord.press(page, "Next question" if number < 2 else "See how it went")).shown()
    assert "Your mark:" in page.text
    assert "Right when you were certain:" in page.text
