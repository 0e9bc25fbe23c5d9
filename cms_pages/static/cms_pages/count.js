// Says beside a long text field of the editor how much of it is used: "312 / 1000".

function countOf(field) {
  const count = document.createElement("div");
  count.className = "help";
  count.id = `${field.id}-count`;
  count.dataset.count = "";
  const show = () => {
    count.textContent = `${field.value.length} / ${field.maxLength}`;
  };
  field.addEventListener("input", show);
  show();
  return count;
}

document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("textarea[maxlength][id]")) {
    const count = countOf(field);
    field.after(count);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", described ? `${described} ${count.id}` : count.id);
  }
});
