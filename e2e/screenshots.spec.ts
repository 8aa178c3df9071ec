import { openChat, openDemo } from './support/client-page.ts';
import { openConsole, signIn } from './support/console-page.ts';
import { takeLooks } from './support/looks.ts';
import { expect, test } from './support/test.ts';

test('no page scrolls sideways, by day or night, on a phone, a tablet or a desktop', async ({
  parley,
  person,
}) => {
  const home = await (await person()).newPage();
  await home.goto(parley.url);
  await takeLooks(home, 'home');
  await home.goto(`${parley.url}/console/`);
  await takeLooks(home, 'sign-in');
  await signIn(home, parley.admin);

  const demo = await openDemo(await person(), parley.url);
  await demo.say('Good morning! My bill is higher than last year. Can somebody look at it?');
  await takeLooks(demo.page, 'demo-waiting');

  const console = await openConsole(await person(), parley.url, parley.admin);
  await expect(console.conversations).toHaveCount(1);
  await takeLooks(console.page, 'console-list');
  await console.open();
  await console.say('Good morning. Of course: let me see your readings of the last two years.');
  await demo.sees(/let me see your readings/);
  await demo.say('Thank you!');
  await console.sees('Thank you!');
  await console.linkIs('direct');
  await demo.linkIs('direct');
  await takeLooks(console.page, 'console-conversation');
  await takeLooks(demo.page, 'demo-talking');

  const chat = await openChat(await person(), parley.url);
  await expect(chat.box).toBeVisible();
  await takeLooks(chat.page, 'chat-empty');
  await chat.say('Hello');
  await chat.isIn('Hello', 'saved', 'delivered');
  await takeLooks(chat.page, 'chat');

  for (const path of ['archive', 'people', 'departments', 'audit']) {
    await console.page.goto(`${parley.url}/console/${path}`);
    await expect(console.page.getByRole('main')).toBeVisible();
    await takeLooks(console.page, `console-${path}`);
  }
});
