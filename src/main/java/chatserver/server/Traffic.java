package chatserver.server;

import java.util.concurrent.atomic.LongAdder;

/** What readers and writers count, a few times a read or write, without waiting for each other. */
final class Traffic {
  final LongAdder linesIn = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  final LongAdder idleTimeouts = new LongAdder();
  final LongAdder stuckWrites = new LongAdder();
}
