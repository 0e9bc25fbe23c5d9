"""Albanian. Django's own begin with a zero, have a twelve-hour clock, and do not group digits."""

from django.utils.translation import gettext_noop

from config.formats import DATE_INPUT_FORMATS as DATE_INPUT_FORMATS
from config.formats import DATETIME_INPUT_FORMATS as DATETIME_INPUT_FORMATS

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = 1
# Where a number is grouped at all: 12.500.
NUMBER_GROUPING = 3

# Django's Albanian names of months begin with a capital letter. From here they get into the site's catalogue, which
# comes before Django's.
_MONTHS = [
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
]
