/** Voice messages, with Chromium's own device that beeps. */
import { withMicrophone } from './support/browser.ts';
import { expect, test } from './support/test.ts';

test.use({
  launchOptions: withMicrophone,
});

test('[L3] a voice message is recorded in the widget, listened to, sent, and played by the agent', async ({
  demoClient,
  agent,
}) => {
  const visitor = await demoClient();
  const frame = visitor.page.frameLocator('iframe');
  await visitor.say('Listen to this');
  await frame.getByRole('button', { name: 'Record a voice message' }).click();
  const dialog = frame.getByRole('dialog', { name: 'Voice message' });
  await expect(dialog.getByRole('timer')).toHaveText('0:01');
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByLabel('Your voice message')).toBeVisible();
  await dialog.getByRole('button', { name: 'Attach' }).click();
  await expect(dialog).toHaveCount(0);
  await frame.getByRole('button', { name: 'Send', exact: true }).click();

  const desk = await agent();
  await desk.open();
  const voice = desk.log.locator('audio');
  await expect(voice).toHaveAttribute('aria-label', /^Voice message .*\.weba$/);
  const seconds = await voice.evaluate(async (audio: HTMLAudioElement) => {
    audio.muted = true;
    await audio.play();
    await new Promise((resolve) => audio.addEventListener('ended', resolve, { once: true }));
    return audio.currentTime;
  });
  expect(seconds).toBeGreaterThan(0.5);
});

test('an agent gives up a voice message, and nobody listens any more', async ({
  client,
  agent,
}) => {
  const visitor = await client();
  await visitor.say('Hello');
  const desk = await agent();
  await desk.open();
  await desk.page.evaluate(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      for (const track of stream.getTracks()) {
        const stop = track.stop.bind(track);
        track.stop = () => {
          document.body.dataset['stopped'] = 'yes';
          stop();
        };
      }
      return stream;
    };
  });
  await desk.page.getByRole('button', { name: 'Record a voice message' }).click();
  const dialog = desk.page.getByRole('dialog', { name: 'Voice message' });
  await expect(dialog.getByRole('timer')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(desk.page.locator('body')).toHaveAttribute('data-stopped', 'yes');
  await expect(desk.page.getByRole('list', { name: 'Attached files' })).toHaveCount(0);
});
