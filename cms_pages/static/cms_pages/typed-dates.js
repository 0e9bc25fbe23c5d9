// A day stays as it was typed, until the form reads it: as the field is left, Wagtail's calendar would put another one in
// its place, such as today for what it cannot read and 3 March for 31 February.
jQuery.fn.datetimepicker.defaults.validateOnBlur = false;

// It opens a tenth of a second after the field was entered: who has left it by then would find it over what comes next.
jQuery.fn.datetimepicker.defaults.onShow = (time, field) => field[0] === document.activeElement;
