"""How dates are written, where Django's own formats do not do.

People type a date in the same ways in all languages: with or without a point after the year, with slashes, or with two
digits of the year.
"""

DATE_INPUT_FORMATS = [
    "%d.%m.%Y",
    "%d.%m.%Y.",
    "%d. %m. %Y",
    "%d. %m. %Y.",
    "%d/%m/%Y",
    "%d.%m.%y",
    "%d.%m.%y.",
    "%d/%m/%y",
]
DATETIME_INPUT_FORMATS = [f"{day} %H:%M" for day in DATE_INPUT_FORMATS]
