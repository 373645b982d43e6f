// Notices a worker that gives no sign of life: neither browser reports one that closed itself or was
// ended for want of memory.

const interval = 500;
// Ticks, not time: a laptop that slept has lost one tick, however long it slept. The longest call of
// the core takes well under a second.
const mostSilentTicks = 5;
// Of a worker that is known to be there (its lifeline): it may be slow, or hang.
const mostHangingTicks = 30;

export class Watchdog {
  private timer: ReturnType<typeof setInterval> | null = null;
  private open = 0;
  private silentTicks = 0;
  private waiting = false;
  private patience = mostSilentTicks;

  /** `ping` resolves when the worker answers it. */
  constructor(
    private readonly ping: () => Promise<unknown>,
    private readonly onSilence: () => void,
  ) {}

  /** Whether its death would be told in another way. */
  trust(isDeathTold: boolean): void {
    this.patience = isDeathTold ? mostHangingTicks : mostSilentTicks;
  }

  /** A question is open: from now on a sign of life is expected. */
  begin(): void {
    this.open += 1;
    this.timer ??= setInterval(() => this.tick(), interval);
  }

  end(): void {
    this.open -= 1;
    if (this.open === 0) this.stop();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.silentTicks = 0;
  }

  private tick(): void {
    if (this.waiting) {
      this.silentTicks += 1;
      if (this.silentTicks >= this.patience) this.onSilence();
      return;
    }
    this.waiting = true;
    const answered = (): void => {
      this.waiting = false;
      this.silentTicks = 0;
    };
    this.ping().then(answered, answered);
  }
}
