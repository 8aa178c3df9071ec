import { expect, test } from 'vitest';
import type { DepartmentId } from '../../conversation/protocol/ids.ts';
import { fakeId } from '../state/fake-peer.fixture.ts';
import { checkBeginning, kindsToBegin, nothingBegun, type OwnDepartment } from './begin-form.ts';

const course: OwnDepartment = {
  id: fakeId('physics') as DepartmentId,
  name: 'Physics',
  description: '',
  standing: 'enrolled',
  mayStart: ['course', 'study-group', 'direct'],
};

test('[L1] what is offered is what a department of theirs allows', () => {
  expect(kindsToBegin([course])).toEqual(['direct', 'study-group']);
  const office: OwnDepartment = { ...course, mayStart: ['departments', 'announcement'] };
  expect(kindsToBegin([course, office])).toEqual([
    'direct',
    'study-group',
    'announcement',
    'departments',
  ]);
  expect(kindsToBegin([])).toEqual([]);
});

test('[L1] a title, one person or a department is asked for, by the kind', () => {
  expect(Object.keys(checkBeginning('direct', nothingBegun))).toEqual(['people']);
  expect(Object.keys(checkBeginning('study-group', nothingBegun))).toEqual(['title']);
  expect(Object.keys(checkBeginning('announcement', nothingBegun))).toEqual(['title']);
  expect(Object.keys(checkBeginning('departments', nothingBegun))).toEqual(['to']);
  expect(checkBeginning('study-group', { ...nothingBegun, title: 'Optics' })).toEqual({});
});

test('[W9] titles and subjects have an end', () => {
  const title = 'a'.repeat(121);
  expect(checkBeginning('discussion', { ...nothingBegun, title }).title).toContain('120');
  const subject = 'a'.repeat(151);
  const thread = { ...nothingBegun, to: course.id, subject };
  expect(Object.keys(checkBeginning('departments', thread))).toEqual(['subject']);
});
