package chatserver.room;

import chatserver.metrics.Counters;
import chatserver.protocol.Notice;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members that get all public lines and that nobody sees, such as the transcript. Broadcaster only.
 *
 * <p>An observer is never evicted. While too much waits for it, it misses lines; a line in their
 * place says how many.
 */
final class Observers {
  private static final Logger log = LoggerFactory.getLogger(Observers.class);

  private final long maxBacklog;
  private final PrivateLines privateLines;
  private final Counters counters;
  private final Map<Member, Long> missed = new LinkedHashMap<>(); // lines, up to now

  Observers(long maxBacklog, PrivateLines privateLines, Counters counters) {
    this.maxBacklog = maxBacklog;
    this.privateLines = privateLines;
    this.counters = counters;
  }

  void add(Member observer) {
    observer.becomeObserver();
    missed.put(observer, 0L);
  }

  /** A view. */
  Collection<Member> members() {
    return missed.keySet();
  }

  /** Offers them the batch. Before a stop nothing is left out of the little that is to be said. */
  void deliver(Batch batch, boolean leavingOut) {
    missed.replaceAll((observer, lines) -> deliver(observer, lines, batch, leavingOut));
  }

  /** Returns how many lines the observer has missed by now. */
  private long deliver(Member observer, long before, Batch batch, boolean leavingOut) {
    long most = before > 0 ? maxBacklog / 2 : maxBacklog; // it goes on once half is written
    if (leavingOut && observer.outbox().backlog() > most) {
      if (before == 0) {
        log.error("{} does not keep up, lines are left out", observer);
      }
      counters.transcriptLinesLost.add(batch.lines());
      return before + batch.lines();
    }
    if (before > 0) {
      log.warn("{} goes on, {} lines were left out", observer, before);
      privateLines.tell(observer, Notice.linesLeftOut(before));
    }
    batch.offerTo(observer);
    return 0;
  }
}
