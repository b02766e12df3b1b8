package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.metrics.Counters;
import chatserver.room.CallTimer;
import chatserver.room.LeaveReason;
import chatserver.room.Outbox;
import chatserver.room.Stretches;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one client all that waits in its outbox, each time with one call, until the outbox is
 * closed and drained.
 */
final class SessionWriter implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(SessionWriter.class);

  private final Session session;
  private final SocketChannel channel;
  private final Outbox outbox;
  private final Counters counters;

  SessionWriter(Session session, SocketChannel channel, Counters counters) {
    this.session = session;
    this.channel = channel;
    this.outbox = session.member().outbox();
    this.counters = counters;
  }

  @Override
  public void run() {
    try {
      drain();
      channel.shutdownOutput();
      session.drained();
    } catch (IOException e) {
      log.debug("cannot write: {}", e.toString());
      session.leave(LeaveReason.BROKEN);
    } catch (Throwable defect) {
      FatalError.check(defect);
      session.leave(LeaveReason.DEFECT); // first: to log may fail, too
      log.error("writer failed", defect);
    } finally {
      end();
    }
  }

  /** Whatever fails here, the session is one thread nearer to its end. */
  private void end() {
    try {
      outbox.end();
    } finally {
      session.threadEnded();
    }
  }

  private void drain() throws IOException {
    CallTimer writing = outbox.writing();
    long written = 0;
    for (Stretches next = outbox.next(0); next != null; next = outbox.next(written)) {
      writing.begin();
      try {
        written = next.writeTo(channel);
      } finally {
        writing.end();
      }
      counters.bytesSent.add(written);
    }
  }
}
