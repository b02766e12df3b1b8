package chatserver.room;

import chatserver.metrics.Counters;
import chatserver.protocol.Notice;
import java.util.Collection;
import java.util.Collections;
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

  void remove(Member observer) {
    missed.remove(observer);
  }

  /** A view. */
  Collection<Member> members() {
    return Collections.unmodifiableCollection(missed.keySet());
  }

  /**
   * Offers them the batch.
   *
   * @param leavingOut false before a stop: nothing is left out of the little that is to be said
   */
  void deliver(Batch batch, boolean leavingOut) {
    for (Map.Entry<Member, Long> entry : missed.entrySet()) {
      Member observer = entry.getKey();
      if (leavingOut && isToMiss(observer, entry.getValue() > 0)) {
        if (entry.getValue() == 0) {
          log.error("{} does not keep up, lines are left out", observer);
        }
        entry.setValue(entry.getValue() + batch.lines());
        counters.transcriptLinesLost.add(batch.lines());
        continue;
      }
      if (entry.getValue() > 0) {
        log.warn("{} goes on, {} lines were left out", observer, entry.getValue());
        privateLines.tell(observer, Notice.linesLeftOut(entry.getValue()));
        entry.setValue(0L);
      }
      batch.offerTo(observer);
    }
  }

  /** One that has begun to miss lines goes on once half of what may wait is written. */
  private boolean isToMiss(Member observer, boolean hasBegun) {
    return observer.outbox().backlog() > (hasBegun ? maxBacklog / 2 : maxBacklog);
  }
}
