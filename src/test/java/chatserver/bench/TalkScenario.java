package chatserver.bench;

import java.io.IOException;
import java.util.stream.IntStream;

/**
 * Clients that talk: deliveries a second where the senders go as fast as the server takes their
 * lines, latency and CPU where they keep a pace. The clients stay connected from the warm-up to the
 * last round.
 *
 * <p>{@code deliveries} counts a line once for each client that received it. CPU is user and system
 * time of the process during the round, divided by the deliveries. That of the generator is
 * reported beside the server's since both share the machine.
 */
final class TalkScenario {
  private static final int[] ROOMS = {10, 100, 1_000};
  private static final int DELIVERIES = 20_000_000;
  private static final int MOST_LINES = 500_000;

  private final Stage stage;
  private final String title;
  private final String prefix;

  private TalkScenario(Stage stage, Scenario scenario, String prefix) {
    this.stage = stage;
    this.title = scenario.title();
    this.prefix = prefix;
  }

  static void fanOut(Stage stage) throws IOException, InterruptedException {
    int clients = stage.options().clients().orElse(1_000);
    new TalkScenario(stage, Scenario.FAN_OUT, "").run(clients, talk(stage, clients, 10, 20_000));
  }

  static void paced(Stage stage) throws IOException, InterruptedException {
    BenchmarkOptions options = stage.options();
    int clients = options.clients().orElse(1_000);
    Talk fast = talk(stage, clients, 10, 500);
    double rate = options.rate().orElse(50);
    Talk talk = new Talk(fast.senders(), fast.lines(), fast.lineBytes(), rate);
    new TalkScenario(stage, Scenario.PACED, "").run(clients, talk);
  }

  static void few(Stage stage) throws IOException, InterruptedException {
    int clients = stage.options().clients().orElse(10);
    new TalkScenario(stage, Scenario.FEW, "")
        .run(clients, talk(stage, clients, clients, MOST_LINES));
  }

  /** Each room has a server of its own, and so many lines that the deliveries are about as many. */
  static void growth(Stage stage) throws IOException, InterruptedException {
    int greatest = stage.options().clients().orElse(5_000);
    IntStream rooms = IntStream.of(ROOMS).filter(clients -> clients < greatest);
    for (int clients : IntStream.concat(rooms, IntStream.of(greatest)).toArray()) {
      int lines = Math.min(MOST_LINES, DELIVERIES / clients);
      Talk talk = talk(stage, clients, 10, lines);
      stage.verdict().subject(Scenario.GROWTH.title() + ", " + clients + " clients");
      new TalkScenario(stage, Scenario.GROWTH, clients + " clients: ").run(clients, talk);
    }
  }

  private static Talk talk(Stage stage, int clients, int senders, int lines) {
    BenchmarkOptions options = stage.options();
    return new Talk(
        Math.min(clients, options.senders().orElse(senders)),
        options.lines().orElse(lines),
        options.lineBytes(),
        0);
  }

  private void run(int clients, Talk talk) throws IOException, InterruptedException {
    try (Target target = stage.target(clients);
        LoadGenerator generator = new LoadGenerator(target.address())) {
      generator.connect(clients, () -> new Idler(stage.verdict()));
      Round.settle(generator);
      for (int i = -Stage.WARM_UP_ROUNDS; i < stage.options().rounds(); i++) {
        Round round = new Round(generator, talk, stage.verdict());
        Round.Outcome outcome = round.run(target.stat(), ProcStat.self());
        if (outcome == null) {
          return;
        }
        if (i >= 0) {
          report(outcome);
        }
      }
    }
  }

  private void report(Round.Outcome outcome) {
    Latencies latencies = outcome.latencies();
    if (latencies == null) {
      add("deliveries", "1/s", outcome.deliveries() / outcome.seconds());
    } else {
      add("latency p50", "us", latencies.percentile(0.5));
      add("latency p99", "us", latencies.percentile(0.99));
      add("latency max", "us", latencies.percentile(1));
    }
    add("server CPU per delivery", "us", outcome.serverCpu() * 1e6 / outcome.deliveries());
    add("generator CPU per delivery", "us", outcome.selfCpu() * 1e6 / outcome.deliveries());
  }

  private void add(String measure, String unit, double value) {
    stage.report().add(title, prefix + measure, unit, value);
  }
}
