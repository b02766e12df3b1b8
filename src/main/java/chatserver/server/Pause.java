package chatserver.server;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Lets one thread wait for some time, and others end that early. */
final class Pause {
  private final LongSupplier clock;
  private final BooleanSupplier isNeeded;
  private volatile Thread waiting; // written by the thread that waits

  /**
   * @param isNeeded whether to wait on; asked again at each {@link #signal}
   */
  Pause(LongSupplier clock, BooleanSupplier isNeeded) {
    this.clock = clock;
    this.isNeeded = isNeeded;
  }

  /** Blocks for so long, or until it is not needed any more. */
  void await(long nanos) {
    waiting = Thread.currentThread(); // before it looks, so that no signal is lost
    long end = clock.getAsLong() + nanos;
    for (long left = nanos; left > 0 && isNeeded.getAsBoolean(); left = end - clock.getAsLong()) {
      LockSupport.parkNanos(this, left);
    }
    waiting = null;
  }

  /** It may not be needed any more. Any thread. */
  void signal() {
    LockSupport.unpark(waiting);
  }
}
