// Titles that begin with what somebody types into a search box. The form works without: this only adds to it.
// The pattern is WAI-ARIA's "combobox with a list of suggestions, selected by hand":
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

const PAUSE = 150; // milliseconds without a key before the server is asked
const FEWEST = 2; // characters: one letter begins half of all titles
const MOST = 8;

for (const form of document.querySelectorAll("form[data-suggestions]")) {
  suggest(form, form.elements.q, JSON.parse(form.dataset.suggestions));
}

/**
 * @param {{url: string, language: string, types: Object<string, string>, languages: Object<string, {name: string,
 *   tag: string}>, label: string, found: string, none: string}} about the texts are in the page's language; {count} in
 *   "found" is replaced.
 */
function suggest(form, input, about) {
  const list = make("ul", { className: "suggestions", id: `${input.id}-suggestions`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", about.label);
  const status = make("p", { className: "visually-hidden" });
  status.setAttribute("role", "status");
  input.parentElement.classList.add("has-suggestions");
  input.parentElement.append(list);
  form.append(status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let active = -1; // place of the chosen suggestion; -1: none, what is typed counts
  let shownFor = ""; // the text whose suggestions are in the list
  let timer = 0;
  let request = new AbortController();
  let askAgainAt = 0;

  const isOpen = () => !list.hidden;
  const typed = () => input.value.trim();

  function choose(place) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = list.children[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function open() {
    if (!list.children.length) return;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    clearTimeout(timer);
    request.abort();
    choose(-1);
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  function forget() {
    close();
    list.replaceChildren();
    shownFor = "";
  }

  async function ask() {
    const text = typed();
    request.abort();
    if (text.length < FEWEST || Date.now() < askAgainAt) {
      forget();
      return;
    }
    request = new AbortController();
    const { signal } = request;
    const query = new URLSearchParams({ q: text, prefer: about.language, limit: MOST });
    try {
      const answer = await fetch(`${about.url}?${query}`, { signal });
      if (answer.status === 429) askAgainAt = Date.now() + 1000 * (Number(answer.headers.get("Retry-After")) || 60);
      if (!answer.ok) throw new Error(answer.statusText);
      const { items } = await answer.json();
      if (!signal.aborted) show(text, items);
    } catch {
      // Aborted, off the net, or refused for a while. What is typed can still be searched for.
      if (!signal.aborted) forget();
    }
  }

  function show(text, items) {
    choose(-1);
    list.replaceChildren(...items.map(option));
    shownFor = text;
    if (items.length) open();
    else close();
    status.textContent = items.length ? about.found.replace("{count}", items.length) : about.none;
  }

  function option(item, place) {
    const address = new URL(item.url, location.href);
    const made = make("li", { id: `${list.id}-${place}` });
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    // Links within the site work on whatever host it is read.
    made.dataset.path = address.pathname + address.search;
    const title = make("span", { className: "suggestion-title", textContent: item.title });
    const language = about.languages[item.locale];
    const facts = [about.types[item.type]];
    if (item.locale !== about.language && language) {
      title.lang = language.tag;
      facts.push(language.name);
    }
    const note = make("span", { className: "suggestion-note", textContent: facts.filter(Boolean).join(" · ") });
    made.append(title, " ", note);
    return made;
  }

  function follow(option) {
    close();
    location.assign(option.dataset.path);
  }

  function move(by) {
    const places = list.children.length + 1; // with that of the field itself
    choose(((active + 1 + by + places) % places) - 1);
  }

  const keys = {
    ArrowDown(event) {
      if (isOpen()) move(event.altKey ? 0 : 1);
      else if (list.children.length && shownFor === typed()) {
        open();
        if (!event.altKey) choose(0);
      } else ask();
      return true;
    },
    ArrowUp(event) {
      if (!isOpen()) return false;
      if (event.altKey) close();
      else move(-1);
      return true;
    },
    Enter() {
      const option = list.children[active];
      if (!isOpen() || !option) return false;
      follow(option);
      return true;
    },
    Escape() {
      if (!isOpen()) return false;
      close();
      return true;
    },
    // In the field these move the cursor; a suggestion is then no longer meant.
    Home: () => choose(-1),
    End: () => choose(-1),
    ArrowLeft: () => choose(-1),
    ArrowRight: () => choose(-1),
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (keys[event.key]?.(event)) event.preventDefault();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // The field keeps the focus, so that the list stays until the click has come.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) follow(option);
  });
}

function make(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
