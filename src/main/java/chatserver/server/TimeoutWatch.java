package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.protocol.Notice;
import chatserver.room.CallTimer;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
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
  private final Member member;
  private final CallTimer reading;
  private final Services services;
  private final long idleNanos; // 0 for never
  private final long warningNanos; // the silence after which a warning is due
  private final long writeNanos;
  private final long settledAt;

  // Used by one thread at a time: once the one that starts the session, then the timer.
  private boolean warned;
  private long warnedAt;

  TimeoutWatch(Session session, CallTimer reading, Services services) {
    this.session = session;
    this.member = session.member();
    this.reading = reading;
    this.services = services;
    this.idleNanos = services.config().idleTimeout().toNanos();
    this.warningNanos = idleNanos / 4 * 3;
    this.writeNanos = services.config().writeTimeout().toNanos();
    long settleNanos = services.config().settle().toNanos();
    this.settledAt = services.nanoClock().getAsLong() + settleNanos;
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
      log.error("cannot watch over {} any more", member, defect);
    }
  }

  private long lookAtArrival(long now) {
    if (session.hasJoined()) {
      return Long.MAX_VALUE;
    }
    long left = settledAt - now;
    if (left <= 0) {
      session.join();
    }
    return left > 0 ? left : Long.MAX_VALUE;
  }

  private long lookAtOutput(long now) {
    long left = writeNanos - member.outbox().writing().nanos(now);
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
    if (silence < warningNanos) {
      warned = false;
      return warningNanos - silence;
    }
    if (!warned) { // even where this look comes late there is a warning, and time to heed it
      warned = true;
      warnedAt = now;
      Duration left = Duration.ofNanos(idleNanos - warningNanos);
      services
          .broadcaster()
          .submit(new RoomEvent.Told(member, Notice.encode(Notice.idleWarning(left))));
    }
    long left = Math.max(idleNanos - silence, idleNanos - warningNanos - (now - warnedAt));
    if (left <= 0 && session.leave(LeaveReason.IDLE)) {
      services.counters().idleTimeouts.increment();
      services.broadcaster().submit(session.leaveEvent()); // its reader may be in a read that lasts
    }
    return left;
  }
}
