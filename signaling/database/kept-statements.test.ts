import { expect, test } from 'vitest';
import { keepStatements } from './kept-statements.ts';
import { SqliteConnection } from './sqlite.ts';

function open() {
  const connection = new SqliteConnection(':memory:');
  connection.exec('create table numbers (n integer); insert into numbers values (1), (2)');
  const prepared: string[] = [];
  const prepare = keepStatements((sql) => {
    prepared.push(sql);
    return connection.prepare(sql);
  });
  return { connection, prepare, prepared };
}

test('what is asked for again is prepared once', () => {
  const { prepare, prepared } = open();
  const sql = 'select n from numbers where n > ?';
  expect(prepare(sql).all(0)).toHaveLength(2);
  expect(prepare(sql).all(1)).toHaveLength(1);
  expect(prepared).toEqual([sql]);
});

test('a statement whose rows somebody still walks through is given to nobody else', () => {
  const { prepare } = open();
  const sql = 'select n from numbers order by n';
  const first = prepare(sql).iterate();
  expect(first.next().value).toEqual({ n: 1 });
  expect(prepare(sql).all()).toEqual([{ n: 1 }, { n: 2 }]);
  expect(first.next().value).toEqual({ n: 2 });
});

test('one that failed works again', () => {
  const { connection, prepare } = open();
  connection.exec('create unique index once on numbers (n)');
  const sql = 'insert into numbers values (?)';
  expect(() => prepare(sql).run(1)).toThrow(/UNIQUE/);
  expect(prepare(sql).run(3).changes).toBe(1);
});

test('pragmas are prepared each time, and so are sentences that are too long to keep', () => {
  const { prepare, prepared } = open();
  const long = `select n from numbers where n in (${'?, '.repeat(2000)}?)`;
  for (const sql of ['pragma data_version', long]) {
    prepare(sql);
    prepare(sql);
  }
  expect(prepared).toHaveLength(4);
});

test('a kept statement sees what was added to its table since', () => {
  const { connection, prepare } = open();
  const sql = 'select * from numbers where n = 1';
  expect(prepare(sql).all()).toEqual([{ n: 1 }]);
  connection.exec("alter table numbers add column name text not null default 'none'");
  expect(prepare(sql).all()).toEqual([{ n: 1, name: 'none' }]);
});

test('so many are kept that a server uses, and no more', () => {
  const { prepare, prepared } = open();
  for (let n = 0; n < 300; n += 1) prepare(`select ${n} from numbers`);
  prepare('select 299 from numbers');
  expect(prepared).toHaveLength(300);
  prepare('select 0 from numbers');
  expect(prepared).toHaveLength(301);
});
