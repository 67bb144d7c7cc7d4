"""How a bot gets its updates: asking for them, or having them delivered, never both."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from emulator.answers import Answer, Json, bad_request, conflict
from emulator.kept.webhooks import Webhook
from emulator.methods.call import Call

LONGEST_TIMEOUT: Final = 50
MOST_UPDATES: Final = 100
MOST_CONNECTIONS: Final = 100
DEFAULT_CONNECTIONS: Final = 40
SECRET: Final = re.compile(r"^[A-Za-z0-9_-]{1,256}$")
KINDS: Final = re.compile(r"^[a-z_]+$")


async def get_updates(call: Call) -> list[Json]:
    """Updates from an offset on, waiting up to `timeout` seconds of real time for the first.

    Raises a 409 while a webhook is set, and to a poll that waits when another one comes.
    """
    webhook = call.bot.webhook
    if webhook is not None and webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
    _remember_kinds(call)
    return await call.bot.updates.take(
        offset=call.params.integer("offset"),
        limit=call.params.integer("limit", MOST_UPDATES, least=1, most=MOST_UPDATES),
        wait=call.params.integer("timeout", 0, least=0, most=LONGEST_TIMEOUT),
    )


def set_webhook(call: Call) -> Answer:
    """Have updates delivered to an address; an empty one means asking for them again."""
    url = call.params.text("url").strip()
    if not url:
        return delete_webhook(call)
    _require_address(url)
    secret = call.params.text("secret_token")
    if secret and not SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    _remember_kinds(call)
    if call.params.flag("drop_pending_updates"):
        call.bot.updates.clear()
    call.bot.updates.end_poll(conflict("terminated by setWebhook request"))
    known = call.bot.webhook
    if known is not None and (known.url, known.secret) == (url, secret):
        return _done("Webhook is already set")
    _stop(call)
    most = call.params.integer("max_connections", DEFAULT_CONNECTIONS, least=1, most=MOST_CONNECTIONS)
    call.bot.webhook = Webhook(url, secret, most, call.bot.updates, call.state.answer_in_webhook(call.bot))
    call.bot.webhook.start()
    return _done("Webhook was set")


def delete_webhook(call: Call) -> Answer:
    """Ask for updates again."""
    if call.params.flag("drop_pending_updates"):
        call.bot.updates.clear()
    if call.bot.webhook is None:
        return _done("Webhook is already deleted")
    _stop(call)
    return _done("Webhook was deleted")


def get_webhook_info(call: Call) -> Json:
    """Where updates are delivered, how many wait, and what went wrong last."""
    webhook = call.bot.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.bot.updates),
    }
    if webhook is not None:
        info["max_connections"] = webhook.max_connections
        info |= webhook.last_error
    if call.bot.updates.allowed is not None:
        info["allowed_updates"] = sorted(call.bot.updates.allowed)
    return info


def _stop(call: Call) -> None:
    if call.bot.webhook is not None:
        call.bot.webhook.stop()
        call.bot.webhook = None


def _require_address(url: str) -> None:
    """Telegram delivers to HTTPS only; a server beside the emulator may do without."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise bad_request(f"bad webhook: {error}") from error
    near = host in ("localhost", "::1") or host.startswith("127.")
    if parts.scheme != "https" and not (parts.scheme == "http" and near):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not host:
        raise bad_request("bad webhook: URL host is empty")


def _remember_kinds(call: Call) -> None:
    """`allowed_updates` stays until it is given again; an empty list means the usual ones."""
    if not call.params.has("allowed_updates"):
        return
    given: Any = call.params.json("allowed_updates", "allowed updates")
    if not isinstance(given, list):
        raise bad_request("expected an Array of String")
    kinds = frozenset(kind for kind in given if isinstance(kind, str) and KINDS.match(kind))
    call.bot.updates.allowed = kinds or None


def _done(description: str) -> Answer:
    return Answer(200, {"ok": True, "result": True, "description": description})
