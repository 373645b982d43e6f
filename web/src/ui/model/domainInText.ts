// A domain's XML among other text that the host printed.

/** From where it begins, if it does. */
export function domainBegun(text: string): string | null {
  const from = text.search(/<domain[\s>]/);
  return from < 0 ? null : text.slice(from);
}

/** From its first tag to its last, and the rest. */
export function domainInText(text: string): { xml: string; rest: string } | null {
  const begun = domainBegun(text);
  const end = '</domain>';
  const to = begun?.lastIndexOf(end) ?? -1;
  if (begun === null || to < 0) return null;
  const rest = text.slice(0, -begun.length) + begun.slice(to + end.length);
  return { xml: begun.slice(0, to + end.length), rest: rest.trim() };
}
