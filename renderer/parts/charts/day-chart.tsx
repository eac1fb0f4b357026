// What every chart over days is drawn on: axes, hatched times without records, and one link a day that tells its figures by
// pointer and by keyboard (TL-06, AX-01…AX-03).

import { useId, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { cardFrame, namedPlaces, placeAxis, spanBoxes, type Span, type Tick } from './geometry.ts';
import styles from './charts.module.css';

/** How a series is drawn: blue, then greys, each with a form of its own. */
export type Tone = 'first' | 'second' | 'third';

/** A place of the axis. */
export interface Place {
  /** "2 Jun", for the axis. */
  readonly short: string;
  /** "Tue 2 June: 3 failures, 1 expected": what is said of it. */
  readonly words: string;
  /** Its figures for the eye: name and value. */
  readonly title: string;
  readonly figures: readonly (readonly [name: string, value: string])[];
  readonly href: string;
}

interface DayChartProps {
  /** One sentence that says what the chart shows. */
  readonly label: string;
  readonly places: readonly Place[];
  readonly ticks: readonly Tick[];
  readonly tickText: (value: number) => string;
  readonly gaps: readonly Span[];
  readonly legend: readonly { readonly name: string; readonly tone: Tone; readonly isLine?: boolean }[];
  /** What the hatching means; null without any. */
  readonly gapName: string | null;
  /** The marks. */
  readonly children: ReactNode;
}

const frame = cardFrame;

/** The chart. */
export function DayChart(props: DayChartProps): ReactElement {
  const { label, places, ticks, tickText, gaps, legend, gapName, children } = props;
  const hatch = useId();
  const { x, mark } = placeAxis(places.length, frame);
  const floor = frame.height - frame.bottom;
  return (
    <figure className={styles.figure}>
      <div className={styles.canvas} style={{ width: frame.width, height: frame.height }}>
        <svg viewBox={`0 0 ${frame.width} ${frame.height}`} className={styles.svg} role="img" aria-label={label}>
          <defs>
            <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line x1="0" y1="0" x2="0" y2="6" className={styles.hatch} />
            </pattern>
          </defs>
          {ticks.map((tick) => (
            <g key={tick.value}>
              <line x1={frame.left} x2={frame.width - frame.right} y1={tick.y} y2={tick.y} className={styles.grid} />
              <text x={frame.left - 6} y={tick.y + 4} textAnchor="end">
                {tickText(tick.value)}
              </text>
            </g>
          ))}
          {spanBoxes(gaps, places.length, frame).map((box) => (
            <rect
              key={box.x}
              x={box.x}
              width={box.width}
              y={frame.top}
              height={floor - frame.top}
              fill={`url(#${hatch})`}
              className={styles.gap}
            />
          ))}
          {children}
          {namedPlaces(places.length).map((at, no, all) => (
            <text key={at} x={x(at) + mark / 2} y={frame.height - 2} textAnchor={anchorOf(no, all.length)}>
              {places[at]?.short}
            </text>
          ))}
        </svg>
        <DayLinks label={label} places={places} />
      </div>
      <ul className={styles.legend}>
        {legend.map(({ name, tone, isLine }) => (
          <li key={name}>
            <i className={`${isLine ? styles.stroke : styles.swatch} ${styles[tone]}`} />
            {name}
          </li>
        ))}
        {gapName !== null && (
          <li>
            <i className={`${styles.swatch} ${styles.hatched}`} />
            {gapName}
          </li>
        )}
      </ul>
    </figure>
  );
}

/** The first name may not begin, the last not end, outside the chart. */
function anchorOf(no: number, count: number): 'start' | 'middle' | 'end' {
  if (count === 1) return 'middle';
  return no === 0 ? 'start' : no === count - 1 ? 'end' : 'middle';
}

/** One stop of the Tab key; the arrows walk over the days. */
function DayLinks({ label, places }: { readonly label: string; readonly places: readonly Place[] }): ReactElement {
  const [at, setAt] = useState(places.length - 1);
  const [shown, setShown] = useState<number | null>(null);
  const spot = Math.min(Math.max(at, 0), places.length - 1);
  const { x, mark, step } = placeAxis(places.length, frame);
  const walk = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape') setShown(null);
    const to = target(event.key, spot, places.length);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    const links = event.currentTarget.querySelectorAll('a');
    links[to]?.focus();
  };
  const open = shown === null ? undefined : places[shown];
  return (
    <div role="group" aria-label={label} onKeyDown={walk} onMouseLeave={() => setShown(null)}>
      {places.map((place, no) => (
        <a
          key={place.title}
          href={place.href}
          aria-label={place.words}
          className={styles.day}
          style={{ left: x(no) + mark / 2 - step / 2, width: step, bottom: frame.bottom, top: frame.top - 4 }}
          tabIndex={no === spot ? 0 : -1}
          onFocus={() => {
            setAt(no);
            setShown(no);
          }}
          onBlur={() => setShown(null)}
          onMouseEnter={() => setShown(no)}
        />
      ))}
      {open && shown !== null && (
        <div
          className={`${styles.tip} ${shown > places.length / 2 ? styles.tipBefore : ''}`}
          style={{ left: x(shown) + mark / 2 }}
          aria-hidden="true"
        >
          <b>{open.title}</b>
          <dl>
            {open.figures.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </div>
  );
}

function target(key: string, at: number, count: number): number | null {
  if (key === 'ArrowLeft') return Math.max(at - 1, 0);
  if (key === 'ArrowRight') return Math.min(at + 1, count - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
