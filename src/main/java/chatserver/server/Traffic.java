package chatserver.server;

import java.util.concurrent.atomic.LongAdder;

/** What threads count beside their work, without waiting for each other. */
final class Traffic {
  final LongAdder linesIn = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  final LongAdder idleTimeouts = new LongAdder();
  final LongAdder writeTimeouts = new LongAdder();
  final LongAdder refusedNoThreads = new LongAdder();
}
