"""What wagtailmedia's admin does not do by itself: many files at once, and words where a page has a recording."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, re_path, reverse
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView
from wagtail.admin import messages
from wagtail.admin.views.generic import multiple_upload
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.search import index
from wagtailmedia import get_media_model
from wagtailmedia.forms import BaseMediaForm, get_media_form
from wagtailmedia.models import AbstractMedia
from wagtailmedia.views import media

from cms_pages.admin.neighbours import own_files
from cms_pages.files.recordings import max_size

IN_USE = gettext_lazy("This recording cannot be deleted: a page has it. Take it out there first.")


class Uploaded:
    """What the views of files that are uploaded at once share."""

    pk_url_kwarg = "media_id"
    edit_object_form_prefix = "recording"
    context_object_name = "recording"
    context_object_id_name = "media_id"
    edit_object_url_name = "cms_pages_describe_recording"
    delete_object_url_name = "cms_pages_delete_added_recording"

    def get_model(self) -> type[AbstractMedia]:
        model: type[AbstractMedia] = get_media_model()
        return model

    def get_edit_form_class(self) -> type[BaseMediaForm]:
        form: type[BaseMediaForm] = get_media_form(self.get_model())
        return form


class AddView(Uploaded, WagtailAdminTemplateMixin, multiple_upload.AddView):
    """Takes one file after the other, tells its type by its name, and answers with the form of its facts."""

    template_name = "cms_pages/admin/add_recordings.html"
    header_icon = "media"
    page_title = gettext_lazy("Add recordings")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listed = {"url": reverse("wagtailmedia:index"), "label": capfirst(self.model._meta.verbose_name_plural)}
        return [*self.breadcrumbs_items, listed, {"url": "", "label": self.get_page_title()}]

    def get_upload_form_class(self) -> type[BaseMediaForm]:
        form: type[BaseMediaForm] = get_media_form(self.get_model(), ["title", "file", "collection"])
        return form

    def post(self, request: HttpRequest) -> HttpResponse:
        file = request.FILES.get("files[]")
        if file is None:
            return HttpResponseBadRequest()
        facts = {"title": request.POST.get("title", file.name), "collection": request.POST.get("collection")}
        form = self.get_upload_form_class()(facts, {"file": file}, user=request.user)
        if not form.is_valid():
            # Wagtail would keep the file for later where only other facts are refused.
            refused = "\n".join(error for errors in form.errors.values() for error in errors)
            return JsonResponse({"success": False, "error_message": escape(refused)})
        form.instance.uploaded_by_user = request.user
        self.object = form.save()
        return JsonResponse(self.get_edit_object_response_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        too_large = _("More than %(limit)s cannot be uploaded. Make the file smaller, or publish parts.")
        refusals = {
            "maxFileSize": too_large % {"limit": filesizeformat(max_size())},
            # What recordings.js says of an answer that is not ours.
            "signedOut": _(
                "You are signed out, or may not add recordings any more. Load this page again, sign in, "
                "and choose the file once more."
            ),
            "interrupted": _(
                "The connection was interrupted, or the server did not answer. Look among the media whether the file "
                "is there. If it is not, choose it once more: nothing of it was kept."
            ),
        }
        return {
            **context,
            "accept": self.form.fields["file"].widget.attrs["accept"],
            "max_size": max_size(),
            "refusals": json.dumps(refusals),
        }


class EditView(Uploaded, multiple_upload.EditView):
    def save_object(self, form: BaseMediaForm) -> None:
        # Its tags are kept after it.
        index.insert_or_update_object(form.save())


class DeleteView(Uploaded, multiple_upload.DeleteView):
    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().post(request, **kwargs)
        except ProtectedError:
            return JsonResponse({"success": False, "error_message": str(IN_USE)})
        return response


def delete_recording(request: HttpRequest, media_id: int) -> HttpResponse:
    """As wagtailmedia's, and says so where a page has the recording, with where that is."""
    try:
        response: HttpResponse = media.delete(request, media_id)
    except ProtectedError:
        messages.error(request, IN_USE)
        return redirect("wagtailmedia:media_usage", media_id)
    return response


def usage(request: HttpRequest, media_id: int) -> HttpResponse:
    """As wagtailmedia's, which shows it of the recordings of all municipalities."""
    get_object_or_404(own_files(get_media_model().objects.all(), request.user), pk=media_id)
    answer: HttpResponse = media.usage(request, media_id)
    return answer


def recording_urls() -> list[URLPattern]:
    """Below the address of wagtailmedia's own, which come later."""
    return [
        path("media/delete/<int:media_id>/", delete_recording),
        path("media/usage/<int:media_id>/", usage),
        path("media/add/", AddView.as_view(), name="cms_pages_add_recordings"),
        path("media/add/<int:media_id>/", EditView.as_view(), name=EditView.edit_object_url_name),
        path("media/add/<int:media_id>/delete/", DeleteView.as_view(), name=DeleteView.delete_object_url_name),
        # wagtailmedia's, which takes one of one type.
        re_path("^media/(?:audio|video|media)/add/$", RedirectView.as_view(pattern_name="cms_pages_add_recordings")),
    ]
