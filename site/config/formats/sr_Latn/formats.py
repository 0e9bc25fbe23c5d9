"""Serbian. Django's own accept a date only with a point after the year, which nobody types."""

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%Y.", "%d. %m. %Y."]
DATETIME_INPUT_FORMATS = ["%d.%m.%Y %H:%M", "%d.%m.%Y. %H:%M"]
