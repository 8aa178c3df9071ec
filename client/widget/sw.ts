import { serve } from './service-worker.ts';

serve(globalThis as unknown as Parameters<typeof serve>[0], (...asked) => fetch(...asked));
