package chatserver.room;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.protocol.Notice;

/** The lines of the public log that have not been delivered yet. Broadcaster only. */
final class Batch {
  /** Enough to make one write worth its wake-up, little enough to stay in the cache. */
  static final int FULL_BYTES = 64 * 1024;

  static final byte[] LINE_END = Notice.LINE_END.getBytes(US_ASCII);

  private static final byte[] NO_PREFIX = {};

  private final SlabLog log;
  private final Stretches stretches = new Stretches();
  private long start; // its position in the log
  private int lines;

  Batch(SlabLog log) {
    this.log = log;
  }

  /** Adds a line: the two parts and its end. */
  void add(byte[] prefix, byte[] text) {
    log.append(prefix, stretches);
    log.append(text, stretches);
    log.append(LINE_END, stretches);
    lines++;
  }

  /** Adds a line that is of no client. */
  void add(String text) {
    add(NO_PREFIX, text);
  }

  void add(byte[] prefix, String text) {
    add(prefix, text.getBytes(UTF_8));
  }

  boolean isEmpty() {
    return stretches.isEmpty();
  }

  boolean isFull() {
    return stretches.bytes() >= FULL_BYTES;
  }

  long bytes() {
    return stretches.bytes();
  }

  int lines() {
    return lines;
  }

  /** A member that joins now gets what comes from here on. */
  void begin(Member member) {
    member.position = log.end();
  }

  /** Offers a member all lines of this batch that it has not been offered yet. */
  void offerTo(Member member) {
    long skipped = Math.max(0, member.position - start);
    if (skipped < stretches.bytes()) {
      member.outbox().offer(stretches, skipped);
      member.position = log.end();
    }
  }

  /** Begins the next batch. */
  void next() {
    stretches.clear();
    start = log.end();
    lines = 0;
  }
}
