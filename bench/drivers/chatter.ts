/** So many messages a second, from one after the other, as on a busy morning. Ends with its process. */
const perSecond = 25;

export function chatter(talkers: readonly ((text: string) => void)[]): void {
  let said = 0;
  setInterval(() => {
    talkers[said % talkers.length]?.(`Message ${said}: can you have a look at this, please?`);
    said += 1;
  }, 1000 / perSecond);
}
