"""How words of each language are made comparable: defined once, for Elasticsearch and for Python.

``languages`` holds the rules as data. ``analyzer`` applies them in Python; ``search.elasticsearch.analysis`` turns
the same data into an index's settings.
"""

from search.analysis.analyzer import WORD, Analyzer, Word, analyzer_for, clean
from search.analysis.language import Language
from search.analysis.languages import LANGUAGES, PLAIN, language_for

__all__ = ["LANGUAGES", "PLAIN", "WORD", "Analyzer", "Language", "Word", "analyzer_for", "clean", "language_for"]
