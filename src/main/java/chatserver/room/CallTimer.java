package chatserver.room;

import java.util.function.LongSupplier;

/**
 * Tells how long a thread has been in its present blocking call. The thread that calls says when it
 * begins and ends; any thread may ask.
 */
public final class CallTimer {
  private static final long NO_CALL = Long.MIN_VALUE; // as good as never a time of the clock

  private final LongSupplier nanoClock;
  private volatile long since = NO_CALL;

  public CallTimer(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  public void begin() {
    since = nanoClock.getAsLong();
  }

  public void end() {
    since = NO_CALL;
  }

  /** From the begin of the present call to {@code now}, by the same clock; 0 for no call. */
  public long nanos(long now) {
    long start = since;
    return start == NO_CALL ? 0 : Math.max(0, now - start);
  }
}
