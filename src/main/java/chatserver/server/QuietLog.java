package chatserver.server;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Warns at most once a second, and then says how often it did not. Used by one thread. */
final class QuietLog {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private final LongSupplier nanoClock;
  private long last;
  private long swallowed;

  QuietLog(Logger log, LongSupplier nanoClock) {
    this.log = log;
    this.nanoClock = nanoClock;
    this.last = nanoClock.getAsLong() - QUIET_NANOS;
  }

  void warn(String message) {
    long now = nanoClock.getAsLong();
    if (now - last < QUIET_NANOS) {
      swallowed++;
      return;
    }
    if (swallowed > 0) {
      log.warn("{} (and {} more like it)", message, swallowed);
    } else {
      log.warn(message);
    }
    last = now;
    swallowed = 0;
  }
}
