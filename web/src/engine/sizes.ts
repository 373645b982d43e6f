// Sizes and numbers as text for people: the worker's messages and the page speak alike.

const units = ['KiB', 'MiB', 'GiB', 'TiB'];

const plainBytes = (bytes: number): string => (bytes === 1 ? '1 byte' : `${bytes} bytes`);

/** "4.0 MiB", "1 byte": one digit after the point from a KiB on. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return plainBytes(bytes);
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** "4.0 MiB (4,194,304 bytes)", for those who compare; "4097 bytes" where that is read at a glance. */
export function formatExactSize(bytes: number): string {
  if (bytes < 10_000) return plainBytes(bytes);
  return `${formatSize(bytes)} (${groupThousands(bytes)} bytes)`;
}

export function groupThousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
