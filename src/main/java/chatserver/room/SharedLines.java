package chatserver.room;

import java.util.function.Supplier;

/**
 * Lines that are the same for all who get them, and are not public: encoded once, until they
 * change. Broadcaster only.
 */
final class SharedLines {
  private final SlabLog log;
  private Supplier<byte[]> lines; // the present ones, their ends included
  private final Stretches encoded = new Stretches();

  SharedLines(SlabLog log, Supplier<byte[]> lines) {
    this.log = log;
    this.lines = lines;
  }

  /** Others take their place. */
  void replace(Supplier<byte[]> newLines) {
    lines = newLines;
    forget();
  }

  /** They have changed, or their memory is needed. */
  void forget() {
    encoded.clear();
  }

  Stretches get() {
    if (encoded.isEmpty()) {
      log.append(lines.get(), encoded);
    }
    return encoded;
  }
}
