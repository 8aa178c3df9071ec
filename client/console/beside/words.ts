/** Priorities and colours in words. */
import type { Priority } from '../../../conversation/protocol/http/beside.ts';
import type { LabelColour } from '../../../conversation/protocol/http/labels.ts';

export const priorityWords: Readonly<Record<Priority, string>> = {
  none: 'No priority',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  urgent: 'Urgent',
};

export const colourWords: Readonly<Record<LabelColour, string>> = {
  grey: 'Grey',
  red: 'Red',
  amber: 'Amber',
  green: 'Green',
  teal: 'Teal',
  blue: 'Blue',
  violet: 'Violet',
  pink: 'Pink',
};
