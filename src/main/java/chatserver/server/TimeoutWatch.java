package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.protocol.Notice;
import chatserver.room.CallTimer;
import chatserver.room.LeaveReason;
import chatserver.room.RoomEvent;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over one session from the timer: warns a silent client and ends its session, and ends one
 * with output that does not move. It looks again when the next of these could be due, so a busy
 * client costs a few looks a minute. It never blocks.
 */
final class TimeoutWatch implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(TimeoutWatch.class);

  private final Session session;
  private final CallTimer reading;
  private final Services services;
  private final long idleNanos; // 0 for never
  private final long settledAt;

  // Used by one thread at a time: once the one that starts the session, then the timer.
  private boolean warned;
  private long warnedAt;

  TimeoutWatch(Session session, CallTimer reading, Services services) {
    this.session = session;
    this.reading = reading;
    this.services = services;
    this.idleNanos = services.config().idleTimeout().toNanos();
    this.settledAt = services.nanoClock().getAsLong() + services.config().settle().toNanos();
  }

  /** Looks, and plans the next look unless the session is on its way out. */
  @Override
  public void run() {
    try {
      long now = services.nanoClock().getAsLong();
      long next = Math.min(lookAtArrival(now), Math.min(lookAtOutput(now), lookAtInput(now)));
      session.deadline().lookAfter(next, this);
    } catch (Throwable defect) {
      FatalError.check(defect);
      session.leave(LeaveReason.DEFECT);
      log.error("cannot watch over {} any more", session.member(), defect);
    }
  }

  private long lookAtArrival(long now) {
    long left = settledAt - now;
    if (left > 0 && !session.hasJoined()) {
      return left;
    }
    session.join();
    return Long.MAX_VALUE;
  }

  private long lookAtOutput(long now) {
    long inCall = session.member().outbox().writing().nanos(now);
    long left = services.config().writeTimeout().toNanos() - inCall;
    if (left <= 0 && session.leave(LeaveReason.TOO_SLOW)) {
      services.counters().writeTimeouts.increment();
    }
    return left;
  }

  private long lookAtInput(long now) {
    if (idleNanos == 0) {
      return Long.MAX_VALUE;
    }
    long silence = reading.nanos(now);
    long warningNanos = idleNanos / 4 * 3; // the silence after which a warning is due
    if (silence < warningNanos) {
      warned = false;
      return warningNanos - silence;
    }
    long timeToHeed = idleNanos - warningNanos;
    if (!warned) { // even where this look comes late there is a warning, and time to heed it
      warned = true;
      warnedAt = now;
      byte[] warning = Notice.encode(Notice.idleWarning(Duration.ofNanos(timeToHeed)));
      services.broadcaster().submit(new RoomEvent.Told(session.member(), warning));
    }
    long left = Math.max(idleNanos - silence, timeToHeed - (now - warnedAt));
    if (left <= 0 && session.leave(LeaveReason.IDLE)) {
      services.counters().idleTimeouts.increment();
      services.broadcaster().submit(session.leaveEvent()); // its reader may be in a read that lasts
    }
    return left;
  }
}
