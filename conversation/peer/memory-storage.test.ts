import { createMemoryStorage } from './memory-storage.ts';
import { describeStorage } from './storage.contract.ts';

describeStorage('memory', createMemoryStorage, () => Promise.resolve());
