"""A tender in schema.org's terms. Source: https://schema.org/Demand"""

from __future__ import annotations

from typing import Any


def tender(payload: dict[str, Any]) -> dict[str, Any]:
    """A demand for works, goods or services; available while bids are taken."""
    notice = next((step for step in payload["steps"] if step["kind"] == "contract_notice"), None)
    value = payload["value"]
    return {
        "@type": "Demand",
        "identifier": [payload["number"], *([payload["ocid"]] if payload["ocid"] else [])],
        "datePublished": payload["date"],
        "availabilityStarts": notice and notice["date"],
        "availabilityEnds": payload["deadline"],
        "priceSpecification": value
        and {"@type": "PriceSpecification", "price": value["amount"], "priceCurrency": value["currency"]},
        "itemOffered": {"@type": "Service" if payload["kind"] != "goods" else "Product", "name": payload["title"]},
    }
