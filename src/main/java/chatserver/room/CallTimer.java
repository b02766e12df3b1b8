package chatserver.room;

import java.util.function.LongSupplier;

/**
 * Tells how long a thread has been in its present blocking call. The thread that calls says when it
 * begins and ends; any thread may ask.
 */
public final class CallTimer {
  private final LongSupplier nanoClock;
  private volatile long since; // written before inCall, so that a new call is never taken for long
  private volatile boolean inCall;

  public CallTimer(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  public void begin() {
    since = nanoClock.getAsLong();
    inCall = true;
  }

  public void end() {
    inCall = false;
  }

  /**
   * Nanoseconds from the begin of the present call to {@code now}, a time of the same clock; 0
   * where there is none.
   */
  public long nanos(long now) {
    return inCall ? Math.max(0, now - since) : 0;
  }
}
