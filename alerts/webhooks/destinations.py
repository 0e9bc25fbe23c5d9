"""Where webhooks may be sent: to servers of the internet, and never into the network in which the site itself stands.

Somebody who may register a webhook must not be able to make the site ask machines for it that only the site can reach
(server-side request forgery). ``settings.ALERTS_WEBHOOKS_ANYWHERE`` allows it, and http, on a developer's machine.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

#: addresses in which another one is hidden: NAT64 (RFC 6052)
_NAT64 = IPv6Network("64:ff9b::/96")


class DestinationRefusedError(Exception):
    """The name leads to where nothing may be sent."""


def is_anywhere() -> bool:
    return bool(getattr(settings, "ALERTS_WEBHOOKS_ANYWHERE", False))


def refusal_of_url(url: str) -> str:
    """Why an address cannot be a webhook's, as a sentence for who typed it; empty where it can."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _("This is no address. Enter one such as https://app.example.org/changes.")
    if parts.scheme not in {"https", "http"} or not parts.hostname or port == 0 or not url.isascii():
        return _("This is no address. Enter one such as https://app.example.org/changes.")
    if parts.scheme != "https" and not is_anywhere():
        return _("The address must begin with https://.")
    if parts.username or parts.password or parts.fragment:
        return _("Leave names, passwords and “#” out of the address. Each message is signed.")
    try:
        literal = ip_address(parts.hostname)
    except ValueError:
        return ""
    return "" if is_public(literal) or is_anywhere() else _("This address is within a private network.")


def resolve(host: str, port: int) -> str:
    """The address to connect to. All that a name has must be public: else it could be the other one the next time.

    Raises DestinationRefusedError, or OSError where there is no such name.
    """
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not is_anywhere() and not all(is_public(ip_address(each.partition("%")[0])) for each in found):
        raise DestinationRefusedError("the name leads into a private network")
    return found[0]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the internet's, also where it is written within another one."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
