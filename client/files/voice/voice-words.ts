const twoDigits = (number: number) => String(number).padStart(2, '0');

/** "0:07", "4:59". */
export function timeWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;
}

/** A name that tells one from the next; by this device's time. */
export function voiceName(name: string, at: Date, ending: string): string {
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(twoDigits).join('-');
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join('.');
  return `${name} ${day} ${time}.${ending}`;
}
