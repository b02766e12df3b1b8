package chatserver.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * One round of talk among connected clients. It is over when all of them have got everything.
 *
 * <p>A saturated round is timed from before the first line is handed to the system until the last
 * client has received the last line. In a paced round a line is sent when it is due, whatever has
 * become of the lines before it: a slow server does not slow down what is asked of it. The latency
 * of a line is taken for each client, from just before the line is handed to the system until the
 * read returns that brings its end. So it includes the time in which the generator is busy with
 * other clients.
 */
final class Round {
  private static final Duration STALLED = Duration.ofSeconds(10);

  final RoundText text;
  private final LoadGenerator generator;
  private final Talk talk;

  /** The number differs from that of any other round of these clients. */
  Round(int number, Talk talk, LoadGenerator generator) {
    this.generator = generator;
    this.talk = talk;
    this.text = new RoundText(number, talk);
  }

  /**
   * Runs the round.
   *
   * @return how many seconds it took
   * @throws Fault if a client does not get everything
   */
  double run() throws IOException {
    generator.receiver(text);
    for (int i = 0; i < talk.senders(); i++) {
      generator.clients.get(i).beginToSend(text, i);
    }
    long begin = System.nanoTime();
    if (talk.isPaced()) {
      sendPaced(begin);
    } else {
      for (int i = 0; i < talk.senders(); i++) {
        int remainder = i < talk.lines() % talk.senders() ? 1 : 0;
        generator.clients.get(i).send(talk.lines() / talk.senders() + remainder);
      }
    }
    if (!generator.pumpUntil(text::isComplete, STALLED)) {
      int least = IntStream.range(0, talk.clients()).map(text::linesOf).min().orElseThrow();
      throw new Fault("a client got %d lines of %d", least, talk.lines());
    }
    return (generator.lastReceipt() - begin) / 1e9;
  }

  private void sendPaced(long begin) throws IOException {
    int sent = 0;
    while (sent < talk.lines()) {
      double elapsed = (System.nanoTime() - begin) / 1e9;
      int due = (int) Math.min(talk.lines(), 1 + elapsed * talk.rate());
      for (; sent < due; sent++) {
        generator.clients.get(sent % talk.senders()).send(1);
      }
      generator.pump(Math.max(1, (long) ((1.0 * sent / talk.rate() - elapsed) * 1e3)));
    }
  }
}
