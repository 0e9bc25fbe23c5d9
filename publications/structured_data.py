"""This package's types in schema.org's terms, from their items' payloads.

Source: https://schema.org/Legislation (from the European Legislation Identifier), https://schema.org/NewsArticle
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

Node = dict[str, Any]
#: what schema.org says of a text only (CreativeWork), and not of a job, a service or an event
_OF_A_WORK: Node = dict.fromkeys(("datePublished", "dateModified", "publisher"))
_FORCE = {"in_force": "InForce", "amended": "InForce"}


def decision(payload: dict[str, Any]) -> Node:
    return _act(payload, _("Decision"))


def regulation(payload: dict[str, Any]) -> Node:
    return _act(payload, _("Regulation"))


def _act(payload: dict[str, Any], label: str) -> Node:
    signed = payload["signed_pdf"]
    return {
        "@type": "Legislation",
        "identifier": payload["number"],
        "legislationIdentifier": payload["eli"] or payload["identifier"],
        "legislationDate": payload["date"],
        "legislationPassedBy": _body(payload),
        "legislationType": label,
        "legislationDateOfApplicability": payload["entry_into_force"],
        "legislationLegalForce": f"https://schema.org/{_FORCE.get(payload['state'], 'NotInForce')}",
        "legislationChanges": _addresses(payload, "amends", "revokes"),
        "legislationConsolidates": _addresses(payload, "consolidates"),
        "encoding": signed
        and {
            **_file(signed),
            "@type": "LegislationObject",
            "legislationLegalValue": "https://schema.org/OfficialLegalValue",
        },
        "associatedMedia": [_file(attachment) for attachment in payload["attachments"]],
    }


def minutes(payload: dict[str, Any]) -> Node:
    meeting = {
        "@type": "Event",
        "name": payload["meeting"],
        "startDate": payload["date"],
        "organizer": _body(payload),
    }
    return {"@type": "DigitalDocument", "about": meeting, "encoding": payload["pdf"] and _file(payload["pdf"])}


def news(payload: dict[str, Any]) -> Node:
    image = payload["image"]
    return {
        "@type": "NewsArticle",
        "headline": payload["title"],
        "datePublished": payload["date"],
        "image": image and {"@type": "ImageObject", **{name: image[name] for name in ("url", "width", "height")}},
        "isBasedOn": payload["source_url"],
        "author": payload["speaker"] and {"@type": "Person", "name": payload["speaker"]},
    }


def event(payload: dict[str, Any]) -> Node:
    """Source: https://schema.org/Event"""
    status = "EventCancelled" if payload["state"] == "cancelled" else "EventScheduled"
    return {
        **_OF_A_WORK,
        "@type": "Event",
        "startDate": payload["starts_at"],
        "endDate": payload["ends_at"],
        "eventStatus": f"https://schema.org/{status}",
        "location": _place(payload),
        "organizer": _body(payload) if payload["body"] else None,
        "performer": [{"@type": "Person", "name": name} for name in payload["people"]],
        "subjectOf": [{"@type": "NewsArticle", "url": each["url"]} for each in payload["news"]],
    }


def notice(payload: dict[str, Any]) -> Node:
    """Source: https://schema.org/JobPosting, https://schema.org/GovernmentService, https://schema.org/Event"""
    issuer = _body(payload) if payload["body"] else None
    match payload["kind"]:
        case "vacancy":
            return {
                **_OF_A_WORK,
                "inLanguage": None,
                "@type": "JobPosting",
                "title": payload["title"],
                "description": payload["content"] or payload["summary"],
                "datePosted": payload["date"],
                "validThrough": payload["deadline"],
                "identifier": payload["reference"] and {"@type": "PropertyValue", "value": payload["reference"]},
                "hiringOrganization": issuer,
                "jobLocation": _place(payload),
            }
        case "public_call":
            return {
                **_OF_A_WORK,
                "inLanguage": None,
                "@type": "GovernmentService",
                "serviceType": _("Public call"),
                "provider": issuer,
                "hoursAvailable": {
                    "@type": "OpeningHoursSpecification",
                    "validFrom": payload["date"],
                    "validThrough": payload["deadline"],
                },
            }
        case "invitation" if payload["starts_at"]:
            return {
                **_OF_A_WORK,
                "@type": "Event",
                "startDate": payload["starts_at"],
                "endDate": payload["ends_at"],
                "eventStatus": "https://schema.org/EventScheduled",
                "location": _place(payload),
                "organizer": issuer,
            }
        case _:
            return {
                "@type": "Article",
                "headline": payload["title"],
                "datePublished": payload["date"],
                "expires": payload["deadline"],
                "author": issuer,
            }


def document(payload: dict[str, Any]) -> Node:
    return {
        "@type": "Report" if payload["kind"] == "report" else "DigitalDocument",
        "datePublished": payload["date"],
        "temporalCoverage": payload["period"],
        "author": _body(payload) if payload["body"] else None,
        "encoding": payload["pdf"] and _file(payload["pdf"]),
    }


def album(payload: dict[str, Any]) -> Node:
    """Source: https://schema.org/ImageGallery, and Google's "Image license metadata" for the fields of its images."""
    return {
        "@type": "ImageGallery",
        "datePublished": payload["date"],
        "contentLocation": payload["place"] and {"@type": "Place", "name": payload["place"]},
        "author": _body(payload) if payload["body"] else None,
        "image": [
            {
                "@type": "ImageObject",
                "contentUrl": picture["original"]["url"],
                "thumbnailUrl": picture["thumbnail"],
                "caption": picture["caption"] or picture["alt"],
                "creditText": picture["credit"],
                "license": payload["licence"]["url"],
                "dateCreated": picture["date"],
                "contentLocation": picture["place"] and {"@type": "Place", "name": picture["place"]},
            }
            for picture in payload["pictures"]
        ],
    }


def recording(payload: dict[str, Any]) -> Node:
    """Source: https://schema.org/VideoObject, https://schema.org/AudioObject"""
    file, poster, duration = payload["file"], payload["poster"], payload["duration"]
    return {
        "@type": "VideoObject" if payload["kind"] == "video" else "AudioObject",
        "description": payload["summary"] or payload["title"],
        "datePublished": payload["date"],
        "uploadDate": payload["published_at"],
        "contentUrl": file and file["url"],
        "encodingFormat": file and file["media_type"],
        "contentSize": file and str(file["size"]),
        "duration": duration and f"PT{duration}S",
        "thumbnailUrl": poster and poster["url"],
        "transcript": payload["transcript"],
        "creditText": payload["credit"],
        "license": payload["licence"]["url"],
        "contentLocation": payload["place"] and {"@type": "Place", "name": payload["place"]},
        "author": _body(payload) if payload["body"] else None,
        "caption": [
            {
                "@type": "MediaObject",
                "contentUrl": subtitles["file"]["url"],
                "encodingFormat": subtitles["file"]["media_type"],
                "inLanguage": subtitles["language"],
            }
            for subtitles in payload["subtitles"]
        ],
    }


def _addresses(payload: dict[str, Any], *relations: str) -> list[str]:
    return [related["url"] for related in payload["relations"] if related["relation"] in relations]


def _body(payload: dict[str, Any]) -> Node:
    return {"@type": "GovernmentOrganization", "name": payload["body"]["name"]}


def _place(payload: dict[str, Any]) -> Node | None:
    address = payload["place"]
    return {"@type": "Place", "name": address, "address": address} if address else None


def _file(file: dict[str, Any]) -> Node:
    return {
        "@type": "MediaObject",
        "name": file["title"],
        "contentUrl": file["url"],
        "encodingFormat": file["media_type"],
        "contentSize": str(file["size"]),
        "sha256": file["sha256"],
    }
