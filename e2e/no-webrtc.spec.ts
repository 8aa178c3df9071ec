import { expect, test } from './support/test.ts';

test('[W6] where WebRTC is impossible, everything goes through the server', async ({
  person,
  client,
  agent,
}) => {
  const context = await person();
  await context.addInitScript(() => {
    Reflect.deleteProperty(window, 'RTCPeerConnection');
    Reflect.deleteProperty(window, 'webkitRTCPeerConnection');
  });
  const visitor = await client({ context });
  await visitor.say('No WebRTC here');
  const console = await agent();
  await console.open();
  await console.sees('No WebRTC here', 'them');
  await console.say('It works all the same');
  await visitor.sees('It works all the same', 'them');
  await visitor.linkIs('server');
  await console.linkIs('server');
  await console.isIn('It works all the same', 'read');
  await visitor.isIn('No WebRTC here', 'read');

  await visitor.box.pressSequentially('So');
  await expect(console.status.filter({ hasText: /is typing/ }).first()).toBeVisible();
});

test('a department whose policy is "server" never connects directly', async ({
  api,
  person,
  client,
  agent,
}) => {
  await api.setDepartment({ connection: 'server' });
  const context = await person();
  await context.addInitScript(() => {
    Object.assign(window, { connectionsMade: 0 });
    window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
      construct(target, args: [RTCConfiguration?]) {
        Object.assign(window, {
          connectionsMade: Number(Reflect.get(window, 'connectionsMade')) + 1,
        });
        return new target(...args);
      },
    });
  });
  const visitor = await client({ context });
  await visitor.say('Through the server, please');
  const console = await agent();
  await console.open();
  await console.say('As you like');
  await visitor.sees('As you like', 'them');
  await visitor.linkIs('server');
  await console.linkIs('server');
  expect(await visitor.page.evaluate(() => Reflect.get(window, 'connectionsMade'))).toBe(0);
});
