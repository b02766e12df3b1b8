package chatserver.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Warns at most once a second, and then says how often it did not. Thread-safe. */
final class RateLimitedLog {
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger log;
  private final LongSupplier nanoClock;
  private final AtomicLong last;
  private final AtomicLong omitted = new AtomicLong();

  RateLimitedLog(Logger log, LongSupplier nanoClock) {
    this.log = log;
    this.nanoClock = nanoClock;
    this.last = new AtomicLong(nanoClock.getAsLong() - INTERVAL_NANOS);
  }

  void warn(String message) {
    long now = nanoClock.getAsLong();
    long before = last.get();
    if (now - before < INTERVAL_NANOS || !last.compareAndSet(before, now)) {
      omitted.incrementAndGet();
      return;
    }
    long more = omitted.getAndSet(0);
    log.warn(more == 0 ? message : message + " (and " + more + " more like it)");
  }
}
