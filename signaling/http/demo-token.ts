/** `POST /demo/token`: the demo page's own server, which is no part of the API. */
import express, { type Router } from 'express';
import * as v from 'valibot';
import { demoUsers, type DemoUser } from '../sites/demo-site.ts';

const request = v.strictObject({ user: v.picklist(demoUsers) });

export type SignForDemo = (user: DemoUser) => Promise<string | undefined>;

export function createDemoToken(sign: SignForDemo): Router {
  const router = express.Router();
  router.post('/demo/token', express.json({ limit: '1kb' }), async (asked, response) => {
    const parsed = v.safeParse(request, asked.body);
    const token = parsed.success ? await sign(parsed.output.user) : undefined;
    response.setHeader('Cache-Control', 'no-store');
    if (token === undefined) response.status(404).json({});
    else response.json({ token });
  });
  return router;
}
