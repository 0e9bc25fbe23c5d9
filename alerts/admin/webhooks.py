"""Webhooks in the admin: registered by the webmaster, with their secret shown once, and what was delivered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.coreutils import get_content_languages
from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy

from alerts.models import Delivery, DeliveryState, Endpoint
from alerts.webhooks.delivering import send_again, send_again_from
from alerts.webhooks.explaining import explanation
from alerts.webhooks.signing import new_secret, shown
from cms_pages.listing import type_labels
from cms_pages.publishing.models import LogState

PER_PAGE = 50


class EndpointForm(WagtailAdminModelForm):
    types = forms.MultipleChoiceField(label=_("Types"), required=False, help_text=_("None chosen: all."))
    locales = forms.MultipleChoiceField(label=_("Languages"), required=False, help_text=_("None chosen: all."))

    class Meta:
        model = Endpoint
        fields = ["site", "name", "url", "types", "locales", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = get_content_languages()
        for name, choices in (("types", type_labels()), ("locales", languages)):
            field: Any = self.fields[name]
            field.widget = forms.CheckboxSelectMultiple()
            field.choices = list(choices.items())
        self.fields["site"].initial = Site.objects.filter(is_default_site=True).first()

    def save(self, commit: bool = True) -> Endpoint:
        if self.instance.pk is None:
            self.instance.secret = new_secret()
            self.instance.position = LogState.current().sequence
        endpoint: Endpoint = super().save(commit)
        return endpoint


class EndpointCreateView(CreateView):
    def form_valid(self, form: EndpointForm) -> HttpResponse:
        super().form_valid(form)
        return show_secret(self.request, form.instance)


def show_secret(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    """The only page that ever shows a secret: in the answer to the form that made it."""
    context = {"endpoint": endpoint, "secret": shown(endpoint.secret)}
    return render(request, "alerts/admin/secret.html", context)


class EndpointViewSet(ModelViewSet):
    model = Endpoint
    icon = "link-external"
    menu_label = _("Webhooks")
    menu_order = 650
    add_to_settings_menu = True
    copy_view_enabled = False
    add_view_class = EndpointCreateView
    add_to_reference_index = False
    list_display = [
        TitleColumn("name", label=_("Name"), url_name="alerts_deliveries"),
        "url",
        BooleanColumn("is_active", label=_("Active")),
        NumberColumn("position", label=_("Position")),
        NumberColumn("failures", label=_("Failures")),
        DateColumn("failing_since", label=_("Failing since")),
        DateColumn("retry_at", label=_("Next try")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[EndpointForm]:
        return EndpointForm


class _EndpointView(PermissionCheckedMixin):
    """About one webhook, for those who may change it."""

    permission_policy = ModelPermissionPolicy(Endpoint)
    permission_required = "change"

    @property
    def endpoint(self) -> Endpoint:
        view: Any = self
        return get_object_or_404(Endpoint, pk=view.kwargs["pk"])


class DeliveriesView(_EndpointView, WagtailAdminTemplateMixin, TemplateView):
    """What a webhook was told, the last first."""

    template_name = "alerts/admin/deliveries.html"
    page_title = _("Deliveries")
    header_icon = "link-external"

    def get_page_subtitle(self) -> str:
        return self.endpoint.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("alerts_webhooks:index"), "label": _("Webhooks")},
            {"url": "", "label": self.endpoint.name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deliveries = self.endpoint.deliveries.order_by("-sequence")
        state = self.request.GET.get("state", "")
        if state in DeliveryState.values:
            deliveries = deliveries.filter(state=state)
        page = Paginator(deliveries, PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [(delivery, explanation(delivery)) for delivery in page]
        return super().get_context_data(
            endpoint=self.endpoint, deliveries=page, rows=rows, states=DeliveryState.choices, chosen=state, **kwargs
        )


class SendAgainView(_EndpointView, View):
    """Tells one change once more, or all from a sequence on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        endpoint = self.endpoint
        number = request.POST.get("sequence", "")
        if delivery := request.POST.get("delivery"):
            send_again(get_object_or_404(Delivery, pk=delivery, endpoint=endpoint))
            messages.success(request, _("It will be sent again in a moment, unless a later change has overtaken it."))
        elif number.isascii() and number.isdigit() and len(number) < 19:
            send_again_from(endpoint, int(number))
            messages.success(request, _("All from there on will be sent again."))
        else:
            messages.error(request, _("Enter the number of a change, or 0 for everything that is published."))
        return redirect("alerts_deliveries", pk)


class NewSecretView(_EndpointView, View):
    """Replaces a secret that is lost or known to others."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        endpoint = self.endpoint
        endpoint.secret = new_secret()
        endpoint.save(update_fields=["encrypted_secret"])
        return show_secret(request, endpoint)


def webhook_urls() -> list[URLPattern]:
    return [
        path("webhooks/<int:pk>/deliveries/", DeliveriesView.as_view(), name="alerts_deliveries"),
        path("webhooks/<int:pk>/again/", SendAgainView.as_view(), name="alerts_send_again"),
        path("webhooks/<int:pk>/secret/", NewSecretView.as_view(), name="alerts_new_secret"),
    ]
