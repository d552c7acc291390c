"""Files that the homeserver does not take: the words are shown all the same, and in a file's place why it is not."""

from bot.platforms import Enclosure
from tests.platforms.bad_gateway import Gateway
from tests.platforms.conftest import Arrival
from tests.platforms.matrix_bot import Bot


async def test_what_is_said_instead_of_a_file_stands_in_its_place(
    gateway: Gateway, gated_bot: Bot, arrive: Arrival
) -> None:
    eva = await arrive("eva")
    room = await eva.direct(gated_bot.user_id)
    await eva.say(room, "bonjour")
    await gated_bot.hears()
    plan = Enclosure(b"%PDF-1", "application/pdf", "plan.pdf", instead="Une pièce jointe n’est pas affichée.")
    gateway.fail("/upload", "too large")
    receipt = await gated_bot.say(eva.user_id, "Voici", enclosures=(plan, plan))
    shown = [await eva.hears(room, gated_bot.user_id, after=number) for number in range(3)]
    assert [event["content"]["body"] for event in shown] == [plan.instead, "plan.pdf", "Voici"]
    assert shown[2]["event_id"] == receipt
