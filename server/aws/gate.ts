// How many requests are under way at once: more while answers come well, fewer when a service or the line is crowded.

export interface Gate {
  /** Runs the work as soon as there is room. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** The room shrinks. */
  crowded(): void;
  readonly room: number;
}

export function createGate(start = 16, least = 2, most = 48): Gate {
  let room = start;
  let busy = 0;
  const waiting: (() => void)[] = [];
  const next = () => {
    while (busy < Math.floor(room)) {
      const turn = waiting.shift();
      if (!turn) return;
      busy += 1;
      turn();
    }
  };
  return {
    async run(work) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        next();
      });
      try {
        const result = await work();
        room = Math.min(most, room + 1 / room);
        return result;
      } finally {
        busy -= 1;
        next();
      }
    },
    crowded() {
      room = Math.max(least, room * 0.8);
    },
    get room() {
      return Math.floor(room);
    },
  };
}
