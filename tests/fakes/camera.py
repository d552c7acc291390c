"""The fake platform with files in it, as the real ones have."""

from bot.platforms import Gone, TooLarge
from tests.fakes.platform import FakePlatform
from tests.fakes.things import content_of


class Camera(FakePlatform):
    """The fake platform, with files that can be fetched."""

    async def fetch(self, file_id: str, most: int) -> bytes:
        """Give what is in a file."""
        name = file_id.partition(":")[2]
        content = content_of(name)
        if content is None:
            raise Gone(name)
        if len(content) > most:
            raise TooLarge(name)
        return content
