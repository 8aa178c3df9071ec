/** Labels: words by which staff tell conversations apart; of one department, or of all of them. */
import * as v from 'valibot';
import { departmentId, labelId } from '../ids.ts';
import { personName } from '../http.ts';

/** As the pages' tokens name them. */
export const labelColours = [
  'grey',
  'red',
  'amber',
  'green',
  'teal',
  'blue',
  'violet',
  'pink',
] as const;
export const labelColour = v.picklist(labelColours);
export type LabelColour = (typeof labelColours)[number];

export const labelCharacters = 30;
/** Of one department, and of the whole installation. */
export const mostLabels = 50;

const labelName = v.pipe(
  personName,
  v.maxLength(labelCharacters, `must have at most ${labelCharacters} characters`),
);

export const label = v.object({
  id: labelId,
  /** Absent: it is for every department. */
  department: v.optional(departmentId),
  name: v.string(),
  colour: labelColour,
});
export type LabelJson = v.InferOutput<typeof label>;

/** GET /api/labels: those of one's departments, and those for all, by name. */
export const labelsAnswer = v.object({ labels: v.array(label) });
export type LabelsAnswer = v.InferOutput<typeof labelsAnswer>;

/** POST /api/labels for every department, POST /api/departments/:id/labels for one → 201 */
export const newLabel = v.strictObject({ name: labelName, colour: labelColour });
export type NewLabelRequest = v.InferInput<typeof newLabel>;
export const labelAnswer = v.object({ label });
export type LabelAnswer = v.InferOutput<typeof labelAnswer>;

/** PATCH /api/labels/:id */
export const changeLabel = v.strictObject({
  name: v.optional(labelName),
  colour: v.optional(labelColour),
});
export type ChangeLabelRequest = v.InferInput<typeof changeLabel>;
