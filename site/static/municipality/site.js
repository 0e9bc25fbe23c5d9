// Small, and not deferred: it says that there are scripts before anything is drawn, so that nothing moves afterwards.
document.documentElement.classList.add("has-scripts");

// On a phone the menu folds away behind a button. Without this script it is simply shown.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".menu-button");
  if (!button) return;
  const menu = document.getElementById(button.getAttribute("aria-controls"));
  const isOpen = () => button.getAttribute("aria-expanded") === "true";
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("is-open", open);
  };
  button.addEventListener("click", () => show(!isOpen()));
  button.closest("nav").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    show(false);
    button.focus();
  });
});
