// Wagtail's field for tags hides the field that its label belongs to, and shows another one: the label goes with it.

jQuery(document).on("tagitcreate", (event) => {
  const field = event.target;
  const shown = field.nextElementSibling.querySelector(".tagit-new input");
  shown.id = `${field.id}-new`;
  for (const label of [...field.labels]) {
    label.htmlFor = shown.id;
  }
  const described = field.getAttribute("aria-describedby");
  if (described) shown.setAttribute("aria-describedby", described);
});
