// Fills in how long a recording is, as soon as its file is chosen.
"use strict";

(() => {
  /** In seconds with one decimal; of a file that says nothing of it, or that the browser cannot play, 0. */
  function durationOf(file) {
    return new Promise((resolve) => {
      const player = document.createElement("video");
      const answer = () => {
        URL.revokeObjectURL(player.src);
        resolve(Number.isFinite(player.duration) ? Math.round(player.duration * 10) / 10 : 0);
      };
      player.preload = "metadata";
      player.addEventListener("loadedmetadata", answer);
      player.addEventListener("error", answer);
      player.src = URL.createObjectURL(file);
    });
  }

  async function fill(field, file) {
    if (!field || !file) return;
    const duration = await durationOf(file);
    if (duration) field.value = duration;
  }

  const durationIn = (place) => place?.querySelector('input[name$="duration"]');

  // One file, in the window in which a page's recording is chosen.
  document.addEventListener("change", ({ target }) => {
    if (target.matches("form.media-upload input[type=file]")) fill(durationIn(target.form), target.files[0]);
  });

  // Many files: Wagtail's script uploads them, and puts the form of each file's facts into the list.
  document.addEventListener("DOMContentLoaded", () => {
    const many = document.getElementById("fileupload");
    if (!many) return;
    const { jQuery } = window;

    // Wagtail's says only that it was not uploaded.
    const why = { 403: "signedOut", 413: "maxFileSize" };
    const refusals = JSON.parse(many.dataset.messages);

    jQuery(many)
      .on("fileuploadfail", (_event, { context, jqXHR }) => {
        context.find(".error_messages").text(refusals[why[jqXHR.status] ?? "interrupted"]);
      })
      .on("fileuploadalways", (_event, { context, files }) => fill(durationIn(context[0]), files[0]))
      // It has put another in its place, so that the same file can be chosen again.
      .on("fileuploadchange", () => document.getElementById(many.id).focus());

    // It says nothing where a recording that a page has by now is not deleted.
    jQuery(document).on("ajaxSuccess", (_event, _request, { url }, answer) => {
      if (!url.endsWith("/delete/") || !answer.error_message) return;
      const detail = { clear: true, text: answer.error_message, type: "error" };
      document.dispatchEvent(new CustomEvent("w-messages:add", { detail }));
    });
  });
})();
