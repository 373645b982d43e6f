// In place of the page where the browser lacks what it needs, or the file is damaged.

export interface Obstacle {
  title: string;
  why: string;
  /** Another browser would help. */
  isBrowser: boolean;
}

function element(name: string, text: string, className = ''): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function browsers(): string {
  const { chrome, edge, firefox, safari } = __OLDEST_BROWSERS__;
  return `The page is made for Chrome ${chrome}, Edge ${edge}, Firefox ${firefox}, Safari ${safari} and newer. The `
    + 'native program sevproof does the same without a browser.';
}

export function showObstacle({ title, why, isBrowser }: Obstacle, root: HTMLElement): void {
  document.title = 'Cannot run here – sevproof';
  const card = element('main', '', 'card alone');
  card.append(element('h1', title), element('p', why));
  if (isBrowser) card.append(element('p', browsers()));
  card.append(element('p', `sevproof ${__SEVPROOF_VERSION__}`, 'source'));
  root.append(card);
}
