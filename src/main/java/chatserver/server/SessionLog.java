package chatserver.server;

import chatserver.failure.FatalError;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Logs clients that come, go and take other names: so many lines a second and no more, and then how
 * many it left out. Thread-safe.
 */
final class SessionLog {
  static final int MAX_LINES = 50; // a second

  private final Logger log;
  private final AtomicLong lines = new AtomicLong(); // in this second

  SessionLog(Logger log) {
    this.log = log;
  }

  void info(String message, Object... arguments) {
    if (lines.incrementAndGet() <= MAX_LINES) {
      log.info(message, arguments);
    }
  }

  /** Called each second, and at the end. */
  void nextSecond() {
    long leftOut = lines.getAndSet(0) - MAX_LINES;
    try {
      if (leftOut > 0) {
        log.info("{} lines on clients that came, went or were renamed were left out", leftOut);
      }
    } catch (Throwable defect) { // or there would be no next second
      FatalError.check(defect);
    }
  }
}
