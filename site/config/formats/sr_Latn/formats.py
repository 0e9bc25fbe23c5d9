"""Serbian. Django's own accept a date only with a point after the year, which nobody types.

A month is in the genitive, as after “od”, “do” and “dana”; alone at the head of a calendar it is in the nominative.
"""

from django.utils.translation import pgettext_lazy

from config.formats import DATE_INPUT_FORMATS as DATE_INPUT_FORMATS
from config.formats import DATETIME_INPUT_FORMATS as DATETIME_INPUT_FORMATS

DATE_FORMAT = "j. E Y."
DATETIME_FORMAT = "j. E Y. \\u\xa0H:i"
MONTH_DAY_FORMAT = "j. E"

# Django's Serbian has the nominative for both. From here they get into the site's catalogue, which comes before
# Django's.
_MONTHS = [
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
]
