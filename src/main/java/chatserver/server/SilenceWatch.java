package chatserver.server;

import chatserver.protocol.Notice;
import chatserver.room.LeaveReason;
import chatserver.room.Outbox;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over one client from the idle timer: warns and times out one that is silent, and ends one
 * whose output does not move. It looks again when the next of these could be due, so a busy client
 * costs a few looks a minute. It never blocks.
 */
final class SilenceWatch implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(SilenceWatch.class);

  private final Connection connection;
  private final Outbox outbox;
  private final Runnable timedOut;
  private final Traffic traffic;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoClock;
  private final long idleNanos; // 0 for never
  private final long warningNanos; // the silence after which a warning is due
  private final long writeNanos;

  // Only whoever runs this touches these: once whoever starts it, then the timer.
  private boolean warned;
  private long warnedAt;

  /** Written by whoever runs this. */
  private volatile Future<?> nextLook;

  /**
   * @param timedOut called once, where the client was silent for too long; must not block
   */
  SilenceWatch(Connection connection, Outbox outbox, Services services, Runnable timedOut) {
    ServerConfig config = services.config();
    this.connection = connection;
    this.outbox = outbox;
    this.timedOut = timedOut;
    this.traffic = services.traffic();
    this.timer = services.timer();
    this.nanoClock = services.nanoClock();
    this.idleNanos = config.idleTimeout().toNanos();
    this.warningNanos = idleNanos / 4 * 3;
    this.writeNanos = config.writeTimeout().toNanos();
  }

  /** Looks after the client, and plans the next look unless the client leaves. */
  @Override
  public void run() {
    try {
      look();
    } catch (Throwable defect) {
      connection.leave(LeaveReason.DEFECT);
      log.error("cannot watch over a client any more", defect);
    }
  }

  private void look() {
    long now = nanoClock.getAsLong();
    long next = Math.min(lookAtOutput(now), lookAtInput(now));
    if (connection.leaveReason() == null) {
      nextLook = timer.schedule(this, next, TimeUnit.NANOSECONDS);
    }
  }

  /** Looks no more: the client has left. Any thread. */
  void cancel() {
    Future<?> planned = nextLook;
    if (planned != null) {
      planned.cancel(false);
    }
  }

  private long lookAtOutput(long now) {
    long left = writeNanos - outbox.writing().nanos(now);
    if (left <= 0 && connection.leave(LeaveReason.TOO_SLOW)) {
      traffic.writeTimeouts.increment();
    }
    return left;
  }

  private long lookAtInput(long now) {
    if (idleNanos == 0) {
      return Long.MAX_VALUE;
    }
    long silence = connection.reading().nanos(now);
    if (silence < warningNanos) {
      warned = false;
      return warningNanos - silence;
    }
    if (!warned) { // even where this look comes late there is a warning, and time to heed it
      warned = true;
      warnedAt = now;
      say(Notice.idleWarning(Duration.ofNanos(idleNanos - warningNanos)));
    }
    long left = Math.max(idleNanos - silence, idleNanos - warningNanos - (now - warnedAt));
    if (left <= 0) {
      say(Notice.idleTimeout(Duration.ofNanos(idleNanos)));
      if (connection.leave(LeaveReason.IDLE)) {
        traffic.idleTimeouts.increment();
        timedOut.run();
      }
    }
    return left;
  }

  private void say(String line) {
    outbox.reply(Notice.encode(line));
  }
}
