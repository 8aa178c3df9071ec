/** Whether a program still runs. What is gone does nothing any more, whatever it had begun. */
export interface Life {
  isAlive(): boolean;
  /** Called at its end; at once where it is over. */
  onEnd(task: () => void): void;
  end(): void;
}

export function createLife(): Life {
  const tasks: (() => void)[] = [];
  let isAlive = true;
  return {
    isAlive: () => isAlive,
    onEnd(task) {
      if (isAlive) tasks.push(task);
      else task();
    },
    end() {
      if (!isAlive) return;
      isAlive = false;
      for (const task of tasks.splice(0)) task();
    },
  };
}
