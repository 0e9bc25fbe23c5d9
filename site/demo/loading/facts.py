"""The fields of a page that are the same in every language, with the files they refer to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from cms_pages.models import Body
from demo.content import Content, Decision, Document, Item, Minutes, News, Notice
from demo.loading.files import Files
from demo.loading.keys import key_of
from demo.pdf import albanian_date, attachment_pdf, decision_pdf, document_pdf, minutes_pdf
from publications.models import Act, ActAttachment, ActRelation, MinutesAct


def fact_fields(item: Item | None, content: Content, files: Files, locale: Locale) -> dict[str, Any]:
    """The facts of an item's page, by field name, saved files included. ``locale`` is that of the original."""
    if isinstance(item, Decision):
        return {
            "number": item.number,
            "date": item.date,
            "kind": item.kind,
            "body": _body(item.body, locale),
            "signed_pdf": files.document(
                f"Vendim nr. {item.number}, {albanian_date(item.date)}",
                f"{item.slug}.pdf",
                partial(decision_pdf, item, content),
            ),
            "attachments": [
                ActAttachment(
                    locale=locale,
                    document=files.document(
                        attachment.title,
                        f"{item.slug}-shtojca-{position + 1}.pdf",
                        partial(attachment_pdf, item, position, content),
                    ),
                )
                for position, attachment in enumerate(item.attachments)
            ],
            "relations": [
                ActRelation(kind=relation.kind, act=act)
                for relation in item.relations
                if (act := _act(relation.decision))
            ],
        }
    if isinstance(item, Minutes):
        pdf = files.document(item.title.sq, f"{item.slug}.pdf", partial(minutes_pdf, item, content))
        acts = [MinutesAct(act=act) for slug in item.decisions if (act := _act(slug))]
        return {"date": item.date, "body": _body(item.body, locale), "pdf": pdf, "acts": acts}
    if isinstance(item, News):
        return {
            "date": item.date,
            "kind": item.kind,
            "image": files.image(item.image) if item.image else None,
            "source_url": str(item.source_url or ""),
        }
    if isinstance(item, Notice):
        return {
            "date": item.date,
            "kind": item.kind,
            "reference": item.reference,
            "body": _body(item.body, locale) if item.body else None,
            "deadline": item.deadline and timezone.make_aware(item.deadline),
            "results_date": item.results_date,
        }
    if isinstance(item, Document):
        pdf = files.document(item.title.sq, f"{item.slug}.pdf", partial(document_pdf, item, content))
        return {"date": item.date, "kind": item.kind, "body": _body(item.body, locale), "pdf": pdf}
    return {}


def _body(key: str, locale: Locale) -> Body:
    body: Body = Body.objects.get(key=key, locale=locale)
    return body


def _act(slug: str) -> Act | None:
    """The register's row of a decision that was loaded before; None where somebody has removed it since."""
    return Act.objects.filter(translation_key=key_of(f"decisions/{slug}")).first()
