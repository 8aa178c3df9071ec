import './host-context.css';
import { createMemo, createSignal, createUniqueId, For, Show, type JSX } from 'solid-js';
import { createCellWords } from './cell-words.ts';
import { axisOf, nearest, type Point, type Series } from './series.ts';

export interface ChartProps {
  readonly title: string;
  readonly series: Series;
}

/** The drawing's own units; it is stretched to its place, and lines keep their width. */
const width = 600;
const height = 200;
/** So few have room to be bars. */
const mostBars = 48;

/** Numbers over time. What it shows stands in the table below it as well. */
export function Chart(props: ChartProps): JSX.Element {
  const id = createUniqueId();
  const [pointed, setPointed] = createSignal<Point>();
  const points = () => props.series.points;
  const words = createMemo(() => createCellWords(points().map(({ at }) => at)));
  const axis = createMemo(() => axisOf(props.series));
  const first = () => points()[0]?.at ?? 0;
  const last = () => points().at(-1)?.at ?? 0;
  const isBars = () => points().length <= mostBars;
  const barWidth = () => width / points().length;
  /** Bars stand in the middle of their place, so theirs are a little inside. */
  const x = (at: number) => {
    const inset = isBars() ? barWidth() / 2 : 0;
    return inset + ((at - first()) / (last() - first() || 1)) * (width - 2 * inset);
  };
  const y = (value: number) => {
    const { from, to } = axis();
    return height - ((value - from) / (to - from || 1)) * height;
  };
  const line = createMemo(() =>
    points()
      .map(
        ({ at, value }, place) =>
          `${place === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`,
      )
      .join(''),
  );
  const summary = () => {
    const { unit, least, most, mean } = props.series;
    return `Between ${words().value(least, '')} and ${words().value(most, unit)}, ${words().value(mean, unit)} on average.`;
  };
  const title = () => `${props.title}, ${words().moment(first())} to ${words().moment(last())}`;
  return (
    <figure class="chart">
      <div class="chart-plot">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-labelledby={`${id}-title ${id}-summary`}
          onPointerMove={({ currentTarget, clientX }) => {
            const box = currentTarget.getBoundingClientRect();
            setPointed(nearest(points(), (clientX - box.left) / box.width));
          }}
          onPointerLeave={() => setPointed(undefined)}
        >
          <title id={`${id}-title`}>{title()}</title>
          <path class="chart-grid" d={`M0 0H${width}M0 ${height / 2}H${width}`} />
          <path class="chart-zero" d={`M0 ${y(0)}H${width}`} />
          <Show
            when={isBars()}
            fallback={
              <>
                <path class="chart-area" d={`${line()}L${width} ${y(0)}L0 ${y(0)}Z`} />
                <path class="chart-line" d={line()} />
              </>
            }
          >
            <For each={points()}>
              {({ at, value }) => (
                <rect
                  class="chart-bar"
                  x={x(at) - barWidth() * 0.36}
                  width={barWidth() * 0.72}
                  y={Math.min(y(value), y(0))}
                  height={Math.abs(y(value) - y(0))}
                />
              )}
            </For>
          </Show>
          <Show when={pointed()}>
            {(point) => <path class="chart-pointed" d={`M${x(point().at)} 0V${height}`} />}
          </Show>
        </svg>
        <span class="chart-most tabular" aria-hidden="true">
          {words().value(axis().to, props.series.unit)}
        </span>
      </div>
      <p class="chart-ends tabular" aria-hidden="true">
        <span>{words().moment(first())}</span>
        <span>{words().moment(last())}</span>
      </p>
      <figcaption class="chart-caption quiet tabular">
        <span id={`${id}-summary`} classList={{ 'sr-only': pointed() !== undefined }}>
          {summary()}
        </span>
        <Show when={pointed()}>
          {(point) => (
            <span aria-hidden="true">
              {`${words().moment(point().at)}: ${words().value(point().value, props.series.unit)}`}
            </span>
          )}
        </Show>
      </figcaption>
    </figure>
  );
}
