from publications.models.attachment import DecisionAttachment
from publications.models.decision import DecisionKind, DecisionPage
from publications.models.minutes import MinutesPage
from publications.models.news import NewsKind, NewsPage

__all__ = ["DecisionAttachment", "DecisionKind", "DecisionPage", "MinutesPage", "NewsKind", "NewsPage"]
