package chatserver.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One round of talk among clients that are connected: brings all of them to the same place in what
 * they hear, lets the senders speak, and is over when everyone has heard everything.
 *
 * <p>A saturated round is timed from before the first line is handed to the system until the last
 * client has received the last line. In a paced round a line is sent when it is due, whatever has
 * become of the lines before it, so that a slow server cannot slow down what is asked of it. The
 * latency of a line is taken for each client, from just before the line is handed to the system
 * until the read returns that brings the end of it; so it holds the time in which the generator was
 * busy with other clients.
 */
final class Round {
  private static final Duration SETTLED = Duration.ofMillis(500);
  private static final Duration BARRIER_PATIENCE = Duration.ofSeconds(5);
  private static final Duration STALLED = Duration.ofSeconds(10);
  private static final int BARRIERS = 3;

  private static int rounds;

  private final int number = rounds++;
  private final LoadGenerator generator;
  private final Talk talk;
  private final Verdict verdict;
  private final Latencies latencies;
  private final List<LoadConnection> clients = new ArrayList<>();
  private final List<Follower> followers = new ArrayList<>();
  private int atBarrier;
  private int finished;

  Round(LoadGenerator generator, Talk talk, Verdict verdict) {
    this.generator = generator;
    this.talk = talk;
    this.verdict = verdict;
    this.latencies = talk.isPaced() ? new Latencies() : null;
    CommonText commonText =
        new CommonText(number, talk.senders(), talk.lines(), talk.lineBytes(), verdict);
    for (LoadConnection connection : generator.connections()) {
      if (connection.isOpen()) {
        clients.add(connection);
        followers.add(follower(connection, commonText));
      }
    }
  }

  private Follower follower(LoadConnection connection, CommonText commonText) {
    return new Follower(connection.number(), commonText, verdict, latencies, () -> finished++);
  }

  /** Waits until the server has nothing to say any more, as it has while clients are joining. */
  static void settle(LoadGenerator generator) throws IOException {
    generator.pumpUntilQuiet(SETTLED);
  }

  /**
   * Runs the round. What goes wrong is told to the verdict.
   *
   * @return null if somebody has not heard everything
   */
  Outcome run(ProcStat server, ProcStat self) throws IOException {
    if (!align()) {
      return null;
    }
    List<Sender> senders = new ArrayList<>();
    for (int i = 0; i < talk.senders(); i++) {
      senders.add(new Sender(clients.get(i % clients.size()), number, i, talk.lineBytes()));
    }
    double serverCpu = server.cpuSeconds();
    double selfCpu = self.cpuSeconds();
    long begin = System.nanoTime();
    if (talk.isPaced()) {
      sendPaced(senders, begin);
    } else {
      sendAll(senders);
    }
    if (!generator.pumpUntil(this::isOver, STALLED)) {
      followers.forEach(Follower::reportIncomplete);
      return null;
    }
    if (!clients.stream().allMatch(LoadConnection::isOpen)) {
      return null;
    }
    long deliveries = (long) talk.lines() * clients.size();
    verdict.verified(deliveries);
    return new Outcome(
        deliveries,
        (generator.lastReceipt() - begin) / 1e9,
        server.cpuSeconds() - serverCpu,
        self.cpuSeconds() - selfCpu,
        latencies);
  }

  private boolean align() throws IOException {
    for (int attempt = 0; attempt < BARRIERS; attempt++) {
      atBarrier = 0;
      String text = "~barrier-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
      byte[] encoded = text.getBytes(US_ASCII);
      for (int i = 0; i < clients.size(); i++) {
        LoadConnection client = clients.get(i);
        client.receiver(new Barrier(client, encoded, followers.get(i), () -> atBarrier++));
      }
      clients.get(0).write(ByteBuffer.wrap((text + "\n").getBytes(US_ASCII)));
      if (generator.pumpUntil(() -> atBarrier + finished >= clients.size(), BARRIER_PATIENCE)) {
        return finished == 0;
      }
    }
    verdict.fault("not everyone hears a line: " + atBarrier + " of " + clients.size() + " do");
    return false;
  }

  private void sendAll(List<Sender> senders) {
    for (int i = 0; i < senders.size(); i++) {
      int share = talk.lines() / senders.size() + (i < talk.lines() % senders.size() ? 1 : 0);
      senders.get(i).send(share);
    }
  }

  private void sendPaced(List<Sender> senders, long begin) throws IOException {
    int sent = 0;
    while (sent < talk.lines() && !isOver()) {
      double elapsed = (System.nanoTime() - begin) / 1e9;
      int due = (int) Math.min(talk.lines(), 1 + elapsed * talk.rate());
      for (; sent < due; sent++) {
        senders.get(sent % senders.size()).send(1);
      }
      generator.pump(Math.max(1, (long) ((sent / talk.rate() - elapsed) * 1e3)));
    }
  }

  private boolean isOver() {
    return finished == clients.size();
  }

  /**
   * What a round took.
   *
   * @param deliveries lines received by clients
   * @param serverCpu in seconds, as {@link ProcStat#cpuSeconds} has it
   * @param latencies null if the round was not paced
   */
  record Outcome(
      long deliveries, double seconds, double serverCpu, double selfCpu, Latencies latencies) {}
}
