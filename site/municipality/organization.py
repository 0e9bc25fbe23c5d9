"""The municipality in schema.org's terms. Source: https://schema.org/GovernmentOrganization"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from municipality.selectors import frame


def organization_node(request: HttpRequest) -> dict[str, Any]:
    """The municipality of a request: its ``@id`` is the same in all languages."""
    around = frame(request)
    home = request.build_absolute_uri(around.home_url or "/")
    contact = {"@type": "ContactPoint", "telephone": around.phone, "email": around.email}
    return {
        "@type": "GovernmentOrganization",
        "@id": request.build_absolute_uri("/#organization"),
        "name": around.name,
        "url": home,
        "logo": request.build_absolute_uri(around.logo.url) if around.logo else "",
        "address": around.address and {"@type": "PostalAddress", "streetAddress": around.address},
        "contactPoint": {name: value for name, value in contact.items() if value}
        if around.phone or around.email
        else "",
        "sameAs": [profile.url for profile in around.profiles],
    }
