// A day stays as it was typed, until the form reads it: as the field is left, Wagtail's calendar would put another one in
// its place, such as today for what it cannot read and 3 March for 31 February.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
