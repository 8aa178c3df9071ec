/** "My home": the devices, and what they used, drawn and as a table. */
import { sum, type Home, type Used } from './home-data.ts';

interface Span {
  readonly words: string;
  readonly rows: (home: Home) => readonly Used[];
  readonly label: (at: number) => string;
}

const clock = new Intl.DateTimeFormat('en', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const dayAndClock = (at: number) => `${day.format(at)}, ${clock.format(at)}`;
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

const spans: readonly Span[] = [
  { words: 'Two days', rows: ({ hours }) => hours.slice(-48), label: dayAndClock },
  { words: 'Two weeks', rows: ({ hours }) => hours, label: dayAndClock },
  { words: 'A year', rows: ({ days }) => days, label: (at) => day.format(at) },
];

/** Of the tariff that most people take; the real price changes with the hour. */
const euroPerKilowattHour = 0.246;

const place = (name: string) => document.querySelector<HTMLElement>(`[data-home="${name}"]`);

export function hideHome(isLoggedIn: boolean): void {
  const [guest, grid] = [place('guest'), place('grid')];
  if (guest) guest.hidden = isLoggedIn;
  if (grid) grid.hidden = true;
}

export function drawHome(home: Home): void {
  place('address')?.replaceChildren(home.address);
  place('devices')?.replaceChildren(
    ...home.devices.map(({ description, address, maxWatts }) =>
      row([description, address, `${number.format(maxWatts / 1000)} kW`]),
    ),
  );
  const tabs = spans.map((span) => {
    const tab = element('button', { type: 'button' }, span.words);
    tab.addEventListener('click', () => choose(span));
    return tab;
  });
  place('spans')?.replaceChildren(...tabs);
  const choose = (chosen: Span) => {
    for (const [at, tab] of tabs.entries()) {
      tab.setAttribute('aria-pressed', String(spans[at] === chosen));
    }
    drawSpan(home, chosen);
  };
  if (spans[0]) choose(spans[0]);
  const grid = place('grid');
  if (grid) grid.hidden = false;
}

function drawSpan(home: Home, { rows, label, words }: Span): void {
  const shown = rows(home);
  const totals = shown.map(([at, ...each]) => ({ at, kilowattHours: sum(each) / 1000 }));
  const all = sum(totals.map(({ kilowattHours }) => kilowattHours));
  place('chart')?.replaceChildren(chartOf(totals, `${words}: ${number.format(all)} kWh`));
  const [first, last] = [totals[0], totals.at(-1)];
  place('ends')?.replaceChildren(
    ...[first, last].map((end) => element('span', {}, end === undefined ? '' : label(end.at))),
  );
  place('sum')?.replaceChildren(
    element('b', {}, `${number.format(all)} kWh`),
    ` for ${new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(all * euroPerKilowattHour)}`,
  );
  const names = ['When', ...home.devices.map(({ description }) => description)];
  place('head')?.replaceChildren(
    ...names.map((name, at) =>
      element('th', at === 0 ? { scope: 'col' } : { scope: 'col', class: 'number' }, name),
    ),
  );
  place('rows')?.replaceChildren(
    ...shown
      .toReversed()
      .map(([at, ...each]) =>
        row([label(at), ...each.map((wattHours) => number.format(wattHours / 1000))]),
      ),
  );
}

const svg = 'http://www.w3.org/2000/svg';

function chartOf(
  totals: readonly { readonly at: number; readonly kilowattHours: number }[],
  title: string,
): SVGElement {
  const most = Math.max(0.1, ...totals.map(({ kilowattHours }) => kilowattHours));
  const [width, height] = [240, 96];
  const step = width / Math.max(1, totals.length);
  const chart = document.createElementNS(svg, 'svg');
  chart.setAttribute('class', 'chart');
  chart.setAttribute('viewBox', `0 0 ${width} ${height}`);
  chart.setAttribute('preserveAspectRatio', 'none');
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', `${title}, at most ${number.format(most)} kWh at once`);
  const lines = document.createElementNS(svg, 'path');
  lines.setAttribute('class', 'chart-lines');
  lines.setAttribute('d', `M0 24H${width}M0 48H${width}M0 72H${width}`);
  const bars = document.createElementNS(svg, 'path');
  bars.setAttribute('class', 'chart-bars');
  bars.setAttribute(
    'd',
    totals
      .map(({ kilowattHours }, at) => {
        const high = (kilowattHours / most) * height;
        return `M${(at * step).toFixed(2)} ${height}v-${high.toFixed(2)}h${(step * 0.8).toFixed(2)}v${high.toFixed(2)}z`;
      })
      .join(''),
  );
  chart.append(lines, bars);
  return chart;
}

function row(cells: readonly string[]): HTMLElement {
  const made = element('tr', {});
  made.append(
    ...cells.map((cell) =>
      element('td', /^[\d.,]+( kW)?$/.test(cell) ? { class: 'number' } : {}, cell),
    ),
  );
  return made;
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  text = '',
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}
