"""Being in a room, by any of the ways that are compared."""

import asyncio
from typing import Protocol

from bench.doors import DoorVisit
from bench.pages import PageVisit
from bench.people import Person, receipt_in
from facilitation.model import Role, Session

THANKS = "Thank you, we received your answer."  # what the plain alternative says


class Visit(Protocol):
    """One person with a page open."""

    person: Person

    @property
    def received(self) -> int:
        """Bytes so far."""

    async def open(self) -> None:
        """Until the page can be used."""

    async def follow(self) -> None:
        """What the page does by itself; runs until cancelled."""

    async def say(self) -> tuple[float, int]:
        """Answer; the seconds until the confirmation was seen, and the number it told."""

    async def sees(self, part_id: str) -> None:
        """Returns once the page shows this part."""

    async def close(self) -> None: ...


class FullPage:
    """A participant on Ronda's Streamlit page. They said who they are at the door."""

    def __init__(self, door: DoorVisit, session: Session) -> None:
        self.person, self._session = door.person, session
        self.page = PageVisit(
            door.url,
            Role.PARTICIPANT.value,
            f"s={door.code}",
            cookie=door.line.headers["Cookie"],
            language=door.person.language,
            source=door.person.address,
        )

    @property
    def received(self) -> int:
        return self.page.received

    async def open(self) -> None:
        asked = self._wording(self._session.part_id)
        await self.page.open(lambda text: text == asked)

    async def follow(self) -> None:
        await self.page.follow()

    async def say(self) -> tuple[float, int]:
        language = self.person.language
        return await self.page.submit(self.person.says, lambda text: receipt_in(text, language))

    async def sees(self, part_id: str) -> None:
        asked = self._wording(part_id)
        await self.page.expect(lambda text: text == asked)

    async def close(self) -> None:
        await self.page.close()

    def _wording(self, part_id: str) -> str:
        return self._session.part_of(part_id).text.in_language(self.person.language).text


class PlainPage:
    """Somebody on the plain alternative."""

    def __init__(self, url: str, person: Person) -> None:
        self.person = person
        self._page = PageVisit(url, source=person.address)

    @property
    def received(self) -> int:
        return self._page.received

    async def open(self) -> None:
        await self._page.open(lambda text: text == "Your contribution")

    async def follow(self) -> None:
        await asyncio.Event().wait()  # its timer runs from the moment it is open

    async def say(self) -> tuple[float, int]:
        took, _ = await self._page.submit(self.person.says, lambda text: text == THANKS)
        return took, 0

    async def sees(self, part_id: str) -> None:
        raise NotImplementedError("it has no parts")

    async def close(self) -> None:
        await self._page.close()
