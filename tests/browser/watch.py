"""What a page must never do: ask another host for anything, complain on the console, or fail in silence."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

LOCAL = ("blob:", "data:")
DRIVER_NOTES = "GL Driver Message"  # software WebGL reports the cost of reading a pixel back; a picked node does that


class Watch:
    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.wrongs: list[str] = []

    def over(self, page: Page) -> Page:
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrongs.append(f"uncaught: {error}"))
        page.on("dialog", self._dialog)
        return page

    def check(self) -> None:
        assert self.wrongs == []

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", *LOCAL)):
            self.wrongs.append(f"left the origin: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and DRIVER_NOTES not in message.text:
            self.wrongs.append(f"console: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.wrongs.append("a dialog opened: markup of an article was run")
        dialog.dismiss()
