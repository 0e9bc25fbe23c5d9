"""Machine translation in the editor: what went wrong as a sentence, and the page on which a person confirms it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail_localize.views import edit_translation

from cms_pages.admin.translation_rights import UpdateView
from cms_pages.machine_translation.libretranslate import MachineTranslationError
from cms_pages.machine_translation.marks import confirm, unconfirmed_texts


def _or_say_why(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of wagtail-localize, which lets what the translator raises become a server error."""

    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MachineTranslationError as error:
            messages.error(request, _("Nothing was translated. %(why)s") % {"why": error})
            return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")

    return wrapped


#: in the place of wagtail-localize's own, at the same addresses
machine_translate = _or_say_why(edit_translation.machine_translate)
update = _or_say_why(UpdateView.as_view())


class ConfirmView(WagtailAdminTemplateMixin, TemplateView):
    """The machine's texts of a translation beside those of the original. A POST confirms them."""

    template_name = "cms_pages/admin/confirm_translation.html"
    header_icon = "wagtail-localize-language"
    page: Page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])
        # It changes what the public is told, like publishing.
        if not self.page.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Translated by a machine")

    def get_page_subtitle(self) -> str:
        title: str = self.page.get_admin_display_title()
        return title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            texts=unconfirmed_texts(self.page),
            page=self.page,
            edit_url=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        confirmed = confirm(self.page, request.user)
        messages.success(
            request,
            ngettext("%(count)d text is confirmed.", "%(count)d texts are confirmed.", confirmed)
            % {"count": confirmed},
        )
        return redirect("wagtailadmin_pages:edit", self.page.pk)


def say_what_is_unconfirmed(request: HttpRequest, page: Page) -> None:
    """For Wagtail's hook ``before_edit_page``."""
    if request.method != "GET":
        return
    count = unconfirmed_texts(page).count()
    if not count:
        return
    said = ngettext(
        "A machine translated %(count)d text of this page, and nobody has confirmed it.",
        "A machine translated %(count)d texts of this page, and nobody has confirmed them.",
        count,
    ) % {"count": count}
    if page.permissions_for_user(request.user).can_publish():
        link = (reverse("cms_pages_confirm_translation", args=[page.pk]), _("Read and confirm"))
        said = format_html('{} <a href="{}">{}</a>', said, *link)
    messages.warning(request, said)
