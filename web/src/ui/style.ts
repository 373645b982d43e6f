// The part of the style that comes packed. The page's policy lets a script set rules, but no markup bring them.

/** Before anything is shown that needs it. */
export function applyStyle(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(sevproofParts.style);
  document.adoptedStyleSheets = [sheet];
}
