/** `POST /demo/home`: what the demo page shows to whoever logged in there; it is no part of the API. */
import express, { type Router } from 'express';
import * as v from 'valibot';
import type { DemoHomes } from '../sites/demo-home.ts';
import { demoUsers } from '../sites/demo-site.ts';

const request = v.strictObject({ user: v.picklist(demoUsers) });

export function createDemoHome(homes: DemoHomes): Router {
  const router = express.Router();
  router.post('/demo/home', express.json({ limit: '1kb' }), async (asked, response) => {
    const parsed = v.safeParse(request, asked.body);
    response.setHeader('Cache-Control', 'no-store');
    if (parsed.success) response.json(await homes.read(parsed.output.user));
    else response.status(404).json({});
  });
  return router;
}
