// Shows the players of other companies to those who agree to it: for this visit, or on this device where they tick so.
// Without this script a link to the video is all there is.
(() => {
  const figures = [...document.querySelectorAll("figure[data-player]")];
  const of = (provider) => figures.filter((figure) => figure.dataset.provider === provider);
  const key = (provider) => `kuvendi.embed.${provider}`;

  // A browser may refuse to keep anything: then it is asked for each page.
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const hasAgreed = (provider) =>
    attempt(() => sessionStorage.getItem(key(provider)) ?? localStorage.getItem(key(provider))) !== null;
  const agree = (provider, always) => attempt(() => (always ? localStorage : sessionStorage).setItem(key(provider), "yes"));
  const withdraw = (provider) => {
    attempt(() => sessionStorage.removeItem(key(provider)));
    attempt(() => localStorage.removeItem(key(provider)));
  };

  const put = (figure, ...nodes) => {
    figure.querySelectorAll(":scope > :not(template, figcaption)").forEach((node) => node.remove());
    figure.prepend(...nodes);
  };
  const part = (figure, selector) => figure.querySelector("template").content.querySelector(selector).cloneNode(true);

  const ask = (figure) => {
    const question = part(figure, ".embed-consent");
    const provider = figure.dataset.provider;
    question.querySelector("button").addEventListener("click", () => {
      agree(provider, question.querySelector("input").checked);
      of(provider).forEach(show);
      figure.querySelector("iframe").focus();
    });
    put(figure, question);
  };

  const show = (figure) => {
    const player = document.createElement("iframe");
    player.title = figure.dataset.title;
    player.allow = "encrypted-media; fullscreen; picture-in-picture";
    player.loading = "lazy";
    player.referrerPolicy = "strict-origin-when-cross-origin";
    player.src = figure.dataset.player;
    const frame = document.createElement("div");
    frame.className = "embed-frame";
    frame.append(player);
    const stop = part(figure, ".embed-stop");
    stop.addEventListener("click", () => {
      const provider = figure.dataset.provider;
      withdraw(provider);
      of(provider).forEach(ask);
      figure.querySelector(".embed-consent button").focus();
    });
    put(figure, frame, stop);
  };

  figures.forEach((figure) => (hasAgreed(figure.dataset.provider) ? show : ask)(figure));
})();
