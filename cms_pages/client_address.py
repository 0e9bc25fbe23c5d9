"""From whose address a request comes: what counting by address (rate limits, refused log-ins) goes by."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of whoever sent a request; of an IPv6 address its /64 network, which is what one line is given.

    ``settings.TRUSTED_PROXIES`` says how many proxies of one's own stand in front of the site (0 unless set). Each adds
    to ``X-Forwarded-For`` the address it was asked from, so that so many entries from the right are true, and what
    stands left of them anybody can have written. A request that did not come through all proxies, a health check for
    example, is whose connection it is. Empty where there is no address (a Unix socket).
    """
    proxies: int = getattr(settings, "TRUSTED_PROXIES", 0)
    forwarded = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",")]
    if 0 < proxies <= len(forwarded) and (address := _network(forwarded[-proxies])):
        return address
    return _network(request.META.get("REMOTE_ADDR", ""))


def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), 64), strict=False).network_address)
