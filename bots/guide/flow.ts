/** What the guide asks, in order. `says` is the question, `about` names its answer in the ticket's subject. */
export interface Step {
  readonly about: 'topic' | 'place' | 'urgency';
  readonly says: string;
}

export const flow: readonly [Step, ...Step[]] = [
  { about: 'topic', says: 'What is it about? A few words are enough.' },
  { about: 'place', says: 'Where is it: which room, address, device or page?' },
  { about: 'urgency', says: 'How urgent is it: now, today, or can it wait?' },
];

export const welcome =
  'Hello, I am Guide, a bot. I ask three short questions, then a person helps.';
export const farewell = (subject: string) =>
  `Thank you. I have noted: “${subject}”. A person answers here as soon as one is free.`;
