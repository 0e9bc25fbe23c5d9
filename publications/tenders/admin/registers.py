"""The registers of procurement in the admin: who wins contracts, and the terms of the law."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import CreateView, DeleteView, EditView

from cms_pages.admin.registers import RegisterAdmin, SavesOnce, protecting
from publications.tenders.models import ContractType, Procedure, Supplier, ValueClass


class SupplierCreateView(SavesOnce, CreateView):
    pass


class SupplierEditView(SavesOnce, EditView):
    pass


class SupplierDeleteView(DeleteView):
    """Deletes a supplier, unless a tender names it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        named_by = protecting(Supplier.objects.filter(pk=self.instance.pk))
        if named_by and self.check_action_permitted(request.user):
            messages.error(
                request,
                _("“%(supplier)s” cannot be deleted, since a tender names it.") % {"supplier": self.instance},
            )
            return redirect(self.edit_url)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class SupplierAdmin(ModelAdmin):
    """Who wins contracts. One supplier is entered once."""

    model = Supplier
    menu_icon = "group"
    menu_label = _("Suppliers")
    list_display = ("name", "registration_number", "address")
    search_fields = ("name", "registration_number", "name_key")
    create_view_class = SupplierCreateView
    edit_view_class = SupplierEditView
    delete_view_class = SupplierDeleteView
    ordering = ("name",)


class ProcedureAdmin(RegisterAdmin):
    model = Procedure
    menu_icon = "list-ul"
    menu_label = _("Procedures")
    list_display = ("name", "method", "publishes_notice", "key")
    ordering = ("name",)


class ContractTypeAdmin(RegisterAdmin):
    model = ContractType
    menu_icon = "list-ul"
    menu_label = _("Contract types")
    list_display = ("name", "category", "key")
    ordering = ("name",)


class ValueClassAdmin(RegisterAdmin):
    model = ValueClass
    menu_icon = "list-ul"
    menu_label = _("Value classes")
    list_display = ("name", "standstill_days", "key")
    ordering = ("name",)


class ProcurementRegisters(ModelAdminGroup):
    menu_label = _("Procurement registers")
    menu_icon = "list-ul"
    menu_order = 351
    items = (SupplierAdmin, ProcedureAdmin, ContractTypeAdmin, ValueClassAdmin)
