// In the form of an act without a number, a new one or a copy: the suggested number follows when another body or year is chosen, until somebody types one.
"use strict";

(() => {
  const number = document.querySelector("[data-next-number]");
  if (!number) return;
  const form = number.form;
  const says = document.createElement("p");
  says.setAttribute("role", "status");
  says.className = "help";
  number.after(says);
  let suggested = number.value;
  let asked = 0;

  async function follow() {
    if (number.value !== suggested) return;
    const asking = ++asked;
    const address = new URL(number.dataset.nextNumber, location.href);
    address.searchParams.set("body", form.elements.body.value);
    address.searchParams.set("date", form.elements.date.value);
    try {
      const response = await fetch(address);
      if (!response.ok) return;
      const found = await response.json();
      // Somebody typed meanwhile, or chose again.
      if (asking !== asked || number.value !== suggested || found.number === suggested) return;
      number.value = suggested = found.number;
      says.textContent = found.number ? `${number.dataset.nextNumberSays} ${found.number}` : "";
      number.dispatchEvent(new Event("change", { bubbles: true }));
    } catch {
      // Without an answer the number stays to be typed.
    }
  }

  for (const name of ["body", "date"]) form.elements[name]?.addEventListener("change", follow);
})();
