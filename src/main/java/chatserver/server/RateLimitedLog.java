package chatserver.server;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Warns at most once a second, and then says how often it did not. Thread-safe. */
final class RateLimitedLog {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private final LongSupplier nanoClock;

  // Guarded by this.
  private long last;
  private long omitted;

  RateLimitedLog(Logger log, LongSupplier nanoClock) {
    this.log = log;
    this.nanoClock = nanoClock;
    this.last = nanoClock.getAsLong() - INTERVAL_NANOS;
  }

  void warn(String message) {
    long more;
    synchronized (this) {
      long now = nanoClock.getAsLong();
      if (now - last < INTERVAL_NANOS) {
        omitted++;
        return;
      }
      more = omitted;
      last = now;
      omitted = 0;
    }
    if (more > 0) { // not under the lock, for which others would wait
      log.warn("{} (and {} more like it)", message, more);
    } else {
      log.warn(message);
    }
  }
}
