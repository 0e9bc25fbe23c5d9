"""The registers that an office keeps, in the admin: each row in the languages of the site."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, router, transaction
from django.db.models import Model, ProtectedError, QuerySet
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Locale
from wagtail_localize.modeladmin.options import TranslatableModelAdmin
from wagtail_localize.modeladmin.views import TranslatableCreateView, TranslatableDeleteView, TranslatableEditView
from wagtail_modeladmin.helpers import ButtonHelper
from wagtail_modeladmin.options import ModelAdminGroup

from cms_pages.admin.neighbours import named_to
from cms_pages.admin.translations import may_translate
from cms_pages.models import Body, Signer

if TYPE_CHECKING:
    from django.views.generic.edit import FormView

    _View = FormView[Any]
else:
    _View = object


class SavesOnce(_View):
    """Where somebody else enters the same row in the same moment, one is told at the field, as if it were there."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                done: HttpResponse = super().form_valid(form)
            return done
        except IntegrityError:
            again = self.get_form()
            if again.is_valid():
                raise
            return self.form_invalid(again)


class RegisterCreateView(SavesOnce, TranslatableCreateView):
    pass


class RegisterEditView(SavesOnce, TranslatableEditView):
    pass


class RegisterDeleteView(TranslatableDeleteView):
    """Deletes a row in all its languages, unless something names it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        named_by = list(protecting(self._versions())) if self.check_action_permitted(request.user) else []
        if named_by:
            messages.error(request, self._refusal(named_by))
            return redirect(self.edit_url)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def confirmation_message(self) -> str:
        return _("“%(row)s” will be deleted in all languages. Nothing names it.") % {"row": self.instance}

    def delete_instance(self) -> None:
        self._versions().delete()

    def _versions(self) -> QuerySet[Any]:
        versions: QuerySet[Any] = self.instance.get_translations(inclusive=True)
        return versions

    def _refusal(self, named_by: list[Model]) -> str:
        named = named_to(named_by, self.request.user)
        if not named:
            return _(
                "“%(row)s” cannot be deleted, since another municipality names it. If it has ended, enter its last day "
                "instead."
            ) % {"row": self.instance}
        return ngettext(
            "“%(row)s” cannot be deleted, since “%(example)s” names it. If it has ended, enter its last day instead.",
            "“%(row)s” cannot be deleted, since %(count)s entries name it, such as “%(example)s”. If it has ended, "
            "enter its last day instead.",
            len(named_by),
        ) % {"row": self.instance, "count": len(named_by), "example": named[0]}


def protecting(rows: QuerySet[Any]) -> set[Model]:
    """What keeps rows from being deleted, since it names them."""
    try:
        Collector(using=router.db_for_write(rows.model)).collect(rows)
    except ProtectedError as error:
        return set(error.protected_objects)
    return set()


class RegisterButtons(ButtonHelper):
    """As wagtail-localize's, which asks the database for each row.

    Without its button that brings translations up to date: saving a row does that.
    """

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        if self._translates and self._languages[obj.translation_key] < self._most_languages:
            where = [self.opts.app_label, self.opts.model_name, obj.pk]
            buttons.append(
                {
                    "url": reverse("wagtail_localize_modeladmin:submit_translation", args=where),
                    "label": _("Translate"),
                    "classname": self.finalise_classname(["button-secondary", "button-small"]),
                    "title": _("Translate '%(title)s'") % {"title": obj},
                }
            )
        return buttons

    @cached_property
    def _translates(self) -> bool:
        return may_translate(self.request.user)

    @cached_property
    def _languages(self) -> Counter[UUID]:
        """In how many languages each row of the register is, by its translation key."""
        return Counter(self.model.objects.order_by().values_list("translation_key", flat=True))

    @cached_property
    def _most_languages(self) -> int:
        return int(Locale.objects.count())


class RegisterAdmin(TranslatableModelAdmin):
    create_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    delete_view_class = RegisterDeleteView
    button_helper_class = RegisterButtons


class BodyAdmin(RegisterAdmin):
    """The organs that decide, meet and issue: chosen on pages."""

    model = Body
    menu_icon = "group"
    menu_label = _("Bodies")
    list_display = ("name", "kind", "ended_on", "successor", "key")
    list_filter = ("kind",)
    list_select_related = ("successor",)
    search_fields = ("name", "former_names__name", "key")
    ordering = ("name",)


class SignerAdmin(RegisterAdmin):
    """Who signs for a body, and as what."""

    model = Signer
    menu_icon = "user"
    menu_label = _("Signers")
    list_display = ("name", "post", "body", "term_from", "term_to")
    list_filter = ("body",)
    list_select_related = ("body",)
    search_fields = ("name", "post", "body__name")
    ordering = ("name", "-term_from")


class Registers(ModelAdminGroup):
    menu_label = _("Registers")
    menu_icon = "list-ul"
    menu_order = 350
    items = (BodyAdmin, SignerAdmin)
