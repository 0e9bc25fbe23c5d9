from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms_pages.registry import require_apps


class PublicationsConfig(AppConfig):
    name = "publications"
    label = "publications"
    verbose_name = _("Publications")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        require_apps(self.name, "cms_pages")
        super().import_models()

    def ready(self) -> None:
        from cms_pages.contracts import Chore, PublicationType, Reminder, Task
        from cms_pages.registry import (
            register_chore,
            register_dependents,
            register_document_guard,
            register_reminder,
            register_role_permissions,
            register_task,
            register_type,
            reserve_slugs,
        )
        from publications import receivers, reminders, structured_data
        from publications.albums.gallery import news_with
        from publications.api.schemas import (
            AlbumItem,
            CalendarItem,
            DecisionItem,
            DocumentItem,
            EventItem,
            MinutesItem,
            NewsItem,
            NoticeItem,
            RecordingItem,
            RegulationItem,
        )
        from publications.events.linked import pages_concerned as pages_of_events
        from publications.history import keep_files_of_acts
        from publications.imports.background import go_on_with_imports
        from publications.models import (
            AlbumPage,
            CalendarPage,
            DecisionKind,
            DecisionPage,
            DocumentKind,
            DocumentPage,
            EventKind,
            EventPage,
            EventState,
            Licence,
            MinutesPage,
            NewsKind,
            NewsPage,
            NoticeKind,
            NoticePage,
            NoticeState,
            RecordingKind,
            RecordingPage,
            RegulationPage,
        )
        from publications.relations import pages_concerned
        from publications.revocation import MAY_APPROVE, MAY_REQUEST, pending_revocations
        from publications.tenders import registration as tenders
        from publications.validity import Validity

        # What is withdrawn is no item, so that none has that state.
        states = tuple(choice for choice in Validity.choices if choice[0] != Validity.WITHDRAWN)
        register_chore(Chore("imports", every=1, run=go_on_with_imports))
        register_type(
            PublicationType(
                "decision",
                DecisionPage,
                DecisionItem,
                _("Decision"),
                _("Decisions"),
                kinds=tuple(DecisionKind.choices),
                states=states,
                announced_states=(Validity.AMENDED, Validity.REVOKED),
                structured_data=structured_data.decision,
            )
        )
        register_type(
            PublicationType(
                "regulation",
                RegulationPage,
                RegulationItem,
                _("Regulation"),
                _("Regulations"),
                states=states,
                announced_states=(Validity.AMENDED, Validity.REVOKED),
                structured_data=structured_data.regulation,
            )
        )
        register_type(
            PublicationType(
                "minutes",
                MinutesPage,
                MinutesItem,
                _("Minutes"),
                pgettext_lazy("plural", "Minutes"),
                structured_data=structured_data.minutes,
            )
        )
        register_type(
            PublicationType(
                "news",
                NewsPage,
                NewsItem,
                _("News"),
                pgettext_lazy("plural", "News"),
                kinds=tuple(NewsKind.choices),
                structured_data=structured_data.news,
            )
        )
        register_type(
            PublicationType(
                "notice",
                NoticePage,
                NoticeItem,
                _("Notice"),
                _("Notices and calls"),
                kinds=tuple(NoticeKind.choices),
                states=tuple(NoticeState.choices),
                announced_states=(NoticeState.RESULTS,),
                structured_data=structured_data.notice,
            )
        )
        register_type(
            PublicationType(
                "document",
                DocumentPage,
                DocumentItem,
                _("Document"),
                _("Budget documents and reports"),
                kinds=tuple(DocumentKind.choices),
                structured_data=structured_data.document,
            )
        )
        tenders.register()
        register_type(
            PublicationType(
                "album",
                AlbumPage,
                AlbumItem,
                _("Album"),
                _("Albums"),
                licences=tuple(Licence.choices),
                structured_data=structured_data.album,
            )
        )
        register_type(
            PublicationType(
                "recording",
                RecordingPage,
                RecordingItem,
                _("Recording"),
                _("Recordings"),
                kinds=tuple(RecordingKind.choices),
                licences=tuple(Licence.choices),
                structured_data=structured_data.recording,
            )
        )
        register_type(
            PublicationType(
                "event",
                EventPage,
                EventItem,
                _("Event"),
                _("Events"),
                kinds=tuple(EventKind.choices),
                states=tuple(EventState.choices),
                structured_data=structured_data.event,
            )
        )
        register_type(
            PublicationType("calendar", CalendarPage, CalendarItem, _("Calendar"), _("Calendars"), is_structure=True)
        )
        register_dependents("publications", pages_concerned)
        register_dependents("albums", news_with)
        register_document_guard("acts", keep_files_of_acts)
        register_task(
            Task(
                "revocations",
                _("Revocations to be approved"),
                _("Asked for"),
                pending_revocations,
                "publications_revocation",
            )
        )
        for role in ("coordinator", "press_officer"):
            register_role_permissions(role, MAY_REQUEST)
        register_role_permissions("director", MAY_APPROVE)
        register_dependents("publications.events", pages_of_events)
        reserve_slugs("eli", "ical", "albums")
        receivers.connect()
        register_reminder(Reminder("closing_soon", _("Closes soon"), _("Deadline"), reminders.closing_soon))
        register_reminder(
            Reminder("without_results", _("Closed, and without results"), _("Closed"), reminders.without_results)
        )
        register_reminder(Reminder("in_force_soon", _("Enters into force soon"), _("When"), reminders.in_force_soon))
