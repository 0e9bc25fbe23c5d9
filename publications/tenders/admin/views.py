"""Moving a tender on: choose which step comes next, enter it, correct or remove it until it is published."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms_pages.models.place import locked_pages
from publications.tenders.admin.step_form import StepForm, step_form
from publications.tenders.models import StepKind, TenderPage, TenderStep
from publications.tenders.published import CHANGES_FACTS, is_original, releases_of
from publications.tenders.rules import too_early

CHANGED = gettext_lazy("Somebody changed this tender in the meantime. Look at its steps, then save again.")


class TenderView(WagtailAdminTemplateMixin, TemplateView):
    """For who may edit the tender, while it is not locked."""

    request: HttpRequest
    header_icon = "clipboard-list"
    _show_breadcrumbs = True
    kwargs: dict[str, Any]

    @cached_property
    def live_page(self) -> TenderPage:
        page: TenderPage = get_object_or_404(TenderPage, pk=self.kwargs["page_id"])
        return page

    @cached_property
    def page(self) -> TenderPage:
        """The latest draft."""
        draft: TenderPage = self.live_page.get_latest_revision_as_object()
        return draft

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        permissions: Any = self.live_page.permissions_for_user(request.user)
        if not permissions.can_edit():
            raise PermissionDenied
        if not is_original(self.live_page):
            raise Http404
        if permissions.page_locked():
            lock: Any = self.live_page.get_lock()
            messages.error(request, lock.get_message(request.user) or _("This page is locked."))
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> HttpResponse:
        return redirect("wagtailadmin_pages:edit", self.live_page.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.live_page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**{"page_id": self.live_page.pk, **kwargs})
        return context

    def is_published(self, number: int) -> bool:
        return number in releases_of(self.live_page)

    def wait_for_others(self) -> None:
        """Read the tender as it is once nobody else saves it, and have nobody do so until the transaction ends."""
        locked_pages(self.live_page.pk).first()
        for name in ("live_page", "page", "step"):
            self.__dict__.pop(name, None)

    def save_draft(self) -> Any:
        return self.page.save_revision(user=self.request.user, log_action=True)


class ChooseStepView(TenderView):
    template_name = "publications/admin/choose_step.html"
    page_title = gettext_lazy("Add a step")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        life = self.page.life
        following = [(kind, too_early(life, kind)) for kind in life.following()]
        context: dict[str, Any] = super().get_context_data(following=following, steps=life.steps, **kwargs)
        return context


class StepView(TenderView):
    """The form of a step. The draft has it, or it is published at once, by who may."""

    template_name = "publications/admin/step.html"

    @property
    def step(self) -> TenderStep:
        raise NotImplementedError

    def get_page_title(self) -> str:
        return str(StepKind(self.step.kind).label)

    def form(self) -> StepForm:
        number = self.step.number
        rows = [row for row in self.page.documents.all() if row.step == number]
        awards = [award for award in self.page.awards.all() if award.step == number]
        return step_form(StepKind(self.step.kind))(
            self.request.POST or None,
            instance=self.step,
            page=self.page,
            documents=rows,
            awards=awards,
            for_user=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        user: Any = self.request.user
        context: dict[str, Any] = super().get_context_data(
            form=form,
            media=form.media,
            action_url=self.request.path,
            revision=self.live_page.latest_revision_id or "",
            may_publish=self.live_page.permissions_for_user(user).can_publish(),
            **kwargs,
        )
        return context

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.wait_for_others()
        form = self.form()
        is_valid = form.is_valid()
        if request.POST.get("revision", "") != str(self.live_page.latest_revision_id or ""):
            form.add_error(None, CHANGED)
            is_valid = False
        if is_valid and "action-publish" in request.POST:
            is_valid = self._can_be_published(form)
        if not is_valid:
            messages.error(request, _("The step was not saved. Below is said what is wrong."))
            return self.render_to_response(self.get_context_data(form=form))
        self._put_in(form)
        revision = self.save_draft()
        if "action-publish" in request.POST:
            revision.publish(user=request.user)
            messages.success(request, _("The step “%(step)s” was published.") % {"step": self.get_page_title()})
        else:
            messages.success(
                request,
                _("The step “%(step)s” is in the draft. Publish the page or submit it for approval.")
                % {"step": self.get_page_title()},
            )
        return self.back()

    def _can_be_published(self, form: StepForm) -> bool:
        user: Any = self.request.user
        if not self.live_page.permissions_for_user(user).can_publish():
            raise PermissionDenied
        before = {name: list(getattr(self.page, name).all()) for name in ("steps", "awards", "documents")}
        self._put_in(form)
        try:
            self.page.check_all_steps()
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
        finally:
            for name, rows in before.items():
                setattr(self.page, name, rows)
            self.page.forget()
        return not form.errors

    def _put_in(self, form: StepForm) -> None:
        """Make the step part of the draft, in the place of what it was before."""
        page, step = self.page, form.instance
        step.locale, step.sort_order = page.locale, step.number
        page.steps = [*(each for each in page.steps.all() if each.number != step.number), step]
        page.awards = [*(each for each in page.awards.all() if each.step != step.number), *form.awards()]
        page.documents = [*(each for each in page.documents.all() if each.step != step.number), *form.documents()]
        page.forget()


class AddStepView(StepView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.kwargs["kind"] not in StepKind.values:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def step(self) -> TenderStep:
        kind = self.kwargs["kind"]
        return TenderStep(number=len(self.page.life.steps) + 1, kind=kind, date=timezone.localdate())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = StepKind(self.kwargs["kind"])
        life = self.page.life
        if kind not in life.following():
            messages.error(request, _("“%(step)s” cannot come next. Choose what can.") % {"step": kind.label})
            return redirect("publications_choose_step", self.live_page.pk)
        if error := too_early(life, kind):
            messages.error(request, " ".join(error.messages))
            return redirect("publications_choose_step", self.live_page.pk)
        return super().get(request, *args, **kwargs)


class ChangeStepView(StepView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_published(self.kwargs["number"]):
            messages.error(request, _("This step was published and cannot be changed. Add a step that corrects it."))
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def step(self) -> TenderStep:
        step = next((step for step in self.page.life.steps if step.number == self.kwargs["number"]), None)
        if step is None:
            raise Http404
        return step


class RemoveStepView(TenderView):
    """Takes the last step out of the draft: what follows on a step would otherwise follow on nothing."""

    template_name = "publications/admin/remove_step.html"
    page_title = gettext_lazy("Remove the step")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_published(self.kwargs["number"]):
            messages.error(request, _("This step was published and cannot be removed. Add a step that corrects it."))
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def step(self) -> TenderStep:
        steps = self.page.life.steps
        if not steps or steps[-1].number != self.kwargs["number"]:
            raise Http404
        return steps[-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(step=self.step, **kwargs)
        return context

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.wait_for_others()
        page, number = self.page, self.kwargs["number"]
        if self.is_published(number) or number not in [each.number for each in page.life.steps[-1:]]:
            messages.error(request, CHANGED)
            return self.back()
        label = self.step.get_kind_display()
        if self.step.kind in CHANGES_FACTS and self.live_page.live:
            self._take_back_facts()
        page.steps = [each for each in page.steps.all() if each.number != number]
        page.awards = [each for each in page.awards.all() if each.step != number]
        page.documents = [each for each in page.documents.all() if each.step != number]
        page.forget()
        self.save_draft()
        messages.success(request, _("The step “%(step)s” was removed from the draft.") % {"step": label})
        return self.back()

    def _take_back_facts(self) -> None:
        """What is published of the facts: only with the step could they be others."""
        for name in self.page.facts:
            setattr(self.page, name, getattr(self.live_page, name))
        self.page.lots = list(self.live_page.lots.all())
