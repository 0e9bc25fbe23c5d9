// Shows a page as it will be printed: the style sheets' rules for paper hold, those for screens and wider ones do not.
const PAPER_WIDTH = ((210 - 2 * 20) / 25.4) * 96;
const NEVER = "not all";

function onPaper(media) {
  if (/\bscreen\b|prefers-color-scheme: dark|forced-colors: active/.test(media)) return NEVER;
  const widths = [...media.matchAll(/\((min|max)-width: ([\d.]+)(px|r?em)\)/g)];
  const isRight = widths.every(([, bound, number, unit]) => {
    const width = number * (unit === "px" ? 1 : 16);
    return bound === "min" ? width <= PAPER_WIDTH : width >= PAPER_WIDTH;
  });
  if (!isRight) return NEVER;
  return widths.length ? "all" : media.replace(/\bprint\b/, "all");
}

function printRules(rules) {
  for (const rule of rules) {
    if (rule.media) rule.media.mediaText = onPaper(rule.media.mediaText);
    if (rule.cssRules) printRules(rule.cssRules);
  }
}

addEventListener("load", () => {
  for (const sheet of document.styleSheets) {
    if (sheet.media.mediaText) sheet.media.mediaText = onPaper(sheet.media.mediaText);
    try {
      printRules(sheet.cssRules);
    } catch (error) {
      // Another host's style sheet may be used but not read.
      if (error.name !== "SecurityError") throw error;
    }
  }
});
