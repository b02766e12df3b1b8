package chatserver.server;

import chatserver.failure.FatalError;
import org.slf4j.Logger;

/**
 * Logs clients that come, go and take other names: so many lines a second and no more, and then how
 * many it left out. Thread-safe.
 */
final class SessionLog {
  static final int MAX_LINES = 50; // a second

  private final Logger log;

  // Guarded by this.
  private int lines; // in this second
  private long omitted;

  SessionLog(Logger log) {
    this.log = log;
  }

  void info(String message, Object... arguments) {
    synchronized (this) {
      if (lines == MAX_LINES) {
        omitted++;
        return;
      }
      lines++;
    }
    log.info(message, arguments); // not under the lock, for which all sessions would wait
  }

  /** Called each second, and at the end. */
  void nextSecond() {
    long leftOut;
    synchronized (this) {
      leftOut = omitted;
      omitted = 0;
      lines = 0;
    }
    try {
      if (leftOut > 0) {
        log.info("{} lines on clients that came, went or were renamed were left out", leftOut);
      }
    } catch (Throwable defect) { // or there would be no next second
      FatalError.check(defect);
    }
  }
}
