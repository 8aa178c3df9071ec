/** Counters for the operator, in Prometheus' words. The one door to prom-client; a registry per server. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { archiveReasons } from './refusal-reasons.ts';

export type Doorway = 'http' | 'session' | 'signal' | 'archive' | 'sign-in';

export interface Metrics {
  /** Counts one refusal. `reason` is a code of ours, never what somebody sent. */
  refused(at: Doorway, reason: string, by?: number): void;
  /** Counts one event. `name` is like `parley_entries_saved_total`. */
  counter(name: string, help: string): (by?: number) => void;
  /** Reads a number whenever somebody looks. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** Observes seconds. */
  timer(name: string, help: string): (seconds: number) => void;
  /** The text for `/metrics`. */
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
}

/** Reasons are few and ours; should one ever be made of what was sent, the series stay countable all the same. */
const mostReasons = 300;

export function createMetrics(): Metrics {
  const registry = new Registry();
  const refusals = new Counter({
    name: 'parley_refusals_total',
    help: 'What was refused, by doorway and reason.',
    labelNames: ['at', 'reason'],
    registers: [registry],
  });
  const known = new Set<string>();

  function refused(at: Doorway, reason: string, by = 1): void {
    const key = `${at} ${reason}`;
    const isNew = !known.has(key);
    if (isNew && known.size >= mostReasons) {
      refusals.inc({ at, reason: 'other' }, by);
      return;
    }
    known.add(key);
    refusals.inc({ at, reason }, by);
  }

  for (const reason of archiveReasons) refused('archive', reason, 0);
  return {
    refused,
    counter(name, help) {
      const counter = new Counter({ name, help, registers: [registry] });
      return (by = 1) => counter.inc(by);
    },
    gauge(name, help, read) {
      registry.registerMetric(
        new Gauge({
          name,
          help,
          registers: [],
          async collect() {
            this.set(await read());
          },
        }),
      );
    },
    timer(name, help) {
      const histogram = new Histogram({
        name,
        help,
        buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
        registers: [registry],
      });
      return (seconds) => histogram.observe(seconds);
    },
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
