import * as v from 'valibot';

export const growthTask = v.object({
  url: v.string(),
  pid: v.number(),
  count: v.number(),
});

const cost = v.object({ seconds: v.number(), cpuSeconds: v.number(), bytes: v.number() });

export const growthAnswer = v.object({ connections: cost, conversations: cost });
export type GrowthAnswer = v.InferOutput<typeof growthAnswer>;
