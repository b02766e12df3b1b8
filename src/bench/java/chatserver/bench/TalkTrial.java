package chatserver.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Clients that talk: deliveries a second where the senders go as fast as the server takes their
 * lines, latency where they keep a pace. The clients stay connected from the first round to the
 * last.
 *
 * <p>A line counts as a delivery once for each client that got it. CPU is user and system time of
 * the process during the round. That of the generator stands beside the server's since both share
 * the machine.
 */
final class TalkTrial implements Trial {
  private static final Duration SETTLED = Duration.ofMillis(500);
  private static final long SELF = ProcessHandle.current().pid();

  private final Talk talk;
  private final LoadGenerator generator;
  private int rounds;

  TalkTrial(Server server, Talk talk) throws IOException {
    this.talk = talk;
    this.generator = new LoadGenerator(server);
  }

  @Override
  public Map<String, Double> round() throws IOException {
    if (rounds == 0) {
      generator.connect(talk.clients());
      generator.pumpUntilQuiet(SETTLED);
    }
    Server server = generator.server;
    Round round = new Round(rounds++, talk, generator);
    double serverCpu = server.cpuSeconds();
    double ownCpu = Server.cpuSeconds(SELF);
    double seconds = round.run();
    serverCpu = server.cpuSeconds() - serverCpu;
    ownCpu = Server.cpuSeconds(SELF) - ownCpu;
    double deliveries = (double) talk.lines() * talk.clients();
    Map<String, Double> figures = new LinkedHashMap<>();
    if (talk.isPaced()) {
      long[] latencies = round.text.sortedLatencies();
      figures.put("latency p50, ms", percentile(latencies, 50));
      figures.put("latency p99, ms", percentile(latencies, 99));
      figures.put("latency max, ms", percentile(latencies, 100));
    } else {
      figures.put("deliveries, M/s", deliveries / seconds / 1e6);
    }
    figures.put("server CPU/delivery, us", serverCpu * 1e6 / deliveries);
    figures.put("generator CPU/delivery, us", ownCpu * 1e6 / deliveries);
    return figures;
  }

  private static double percentile(long[] sortedNanos, int percent) {
    return sortedNanos[(int) ((sortedNanos.length * (long) percent + 99) / 100) - 1] / 1e6;
  }

  @Override
  public void close() throws IOException {
    generator.close();
  }
}
