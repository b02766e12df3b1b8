package chatserver.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures chat servers from outside, over loopback, and checks what it measures. */
@Command(
    name = "benchmark",
    customSynopsis =
        "java -cp target/bench-classes:target/chat-server.jar chatserver.bench.Benchmark [OPTION]...",
    description = {
      "",
      "Starts the packaged server for each scenario, drives it over loopback, and checks that each"
          + " client gets each line exactly once, in one order. If there are several targets"
          + " (--jar, --java, --connect), their rounds alternate, and the report has the ratios to"
          + " the first.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Scenarios:",
      "  fan-out   1,000 clients, 10 of them send as fast as they can",
      "  paced     1,000 clients, 50 lines a second: latency and CPU",
      "  small     10 and 100 clients, 100 lines a second: latency and CPU",
      "  join      10,000 clients connect at once, and all are told of all",
      "  memory    10,000 idle clients, a server with a heap of 256 MB",
      "  start-up  from the start of the process to the ready line",
      "  few       10 clients, all of them send as fast as they can",
      "  growth    fan-out to 10, 100, 1,000 and 5,000 clients",
      "  attack    clients that mean no good beside calm ones: who owns the room?",
      "",
      "Exit code 1: a server broke a promise, or could not be measured. Exit code 2: wrong usage."
    })
final class Benchmark implements Callable<Integer> {
  /** Rounds that do not count: the first compile the server, the next find it compiled. */
  private static final int WARM_UP_ROUNDS = 2;

  private static final int MOST_LINES = 500_000;
  private static final int SMALL_ROOM_RATE = 100; // lines a second

  enum Scenario {
    FAN_OUT,
    PACED,
    SMALL,
    JOIN,
    MEMORY,
    START_UP,
    FEW,
    GROWTH,
    ATTACK;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      split = ",",
      description = "What to measure, with commas between. Default: all.")
  private List<Scenario> scenarios = List.of(Scenario.values());

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that count, after two of warm-up. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(
      names = "--clients",
      paramLabel = "N",
      description = "Clients; in small and growth: at most.")
  private Integer clients;

  @Option(names = "--lines", paramLabel = "N", description = "Lines in a round.")
  private Integer lines;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Lines a second in the paced scenario. Default: ${DEFAULT-VALUE}.")
  private int rate = 50;

  @Option(
      names = "--attack",
      paramLabel = "NAME",
      split = ",",
      description = "Attacks, with commas between: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<Attack> attacks = List.of(Attack.values());

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long each attack lasts. Default: ${DEFAULT-VALUE}.")
  private int seconds = 10;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "A server to start. Repeatable. Default: target/chat-server.jar.")
  private List<Path> jars = List.of();

  @Option(
      names = "--java",
      paramLabel = "FILE",
      description = "The java to run the jars. Repeatable. Default: the one that runs this.")
  private List<Path> javas = List.of(Path.of(System.getProperty("java.home"), "bin", "java"));

  @Option(
      names = "--server-args",
      paramLabel = "ARGS",
      split = " ",
      description = "More options for the jars, in one argument.")
  private List<String> serverArguments = List.of();

  @Option(
      names = "--connect",
      paramLabel = "HOST:PORT[,PID]",
      description = "A server that runs already, and its process for CPU and memory. Repeatable.")
  private List<Target.Running> running = List.of();

  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  private boolean help;

  private List<Target> targets;
  private PrintWriter out;
  private boolean good = true;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Benchmark())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Target.Running.class, Target.Running::parse);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rounds < 1 || or(clients, 1) < 1 || or(lines, 1) < 1 || rate < 1 || seconds < 1) {
      throw new ParameterException(spec.commandLine(), "every number is at least 1");
    }
    out = spec.commandLine().getOut();
    targets = targets();
    for (int i = 0; i < targets.size(); i++) {
      out.println(Report.letter(i) + ": " + targets.get(i).description());
    }
    out.println();
    Report.printHead(out);
    for (Scenario scenario : scenarios) {
      measure(scenario);
    }
    out.println();
    out.println(
        good ? "No faults: each client got each line exactly once, in one order." : "FAILED");
    return good ? 0 : 1;
  }

  private List<Target> targets() {
    List<Target> all = new ArrayList<>();
    List<Path> measured =
        jars.isEmpty() && running.isEmpty() ? List.of(Path.of("target", "chat-server.jar")) : jars;
    for (Path jar : measured) {
      javas.forEach(java -> all.add(new Target.Packaged(java, jar, serverArguments)));
    }
    all.addAll(running);
    return all;
  }

  private static int or(Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  private void measure(Scenario scenario) throws IOException, InterruptedException {
    int crowd = or(clients, 10_000);
    switch (scenario) {
      case FAN_OUT -> talk("fan-out", or(clients, 1_000), 10, 20_000, 0);
      case PACED -> talk("paced", or(clients, 1_000), 10, 500, rate);
      case SMALL -> small(or(clients, 100));
      case JOIN ->
          run("join", WARM_UP_ROUNDS, target -> new JoinTrial(target.open(crowd + 1), crowd));
      case MEMORY -> run("memory", 0, target -> new MemoryTrial(target, crowd));
      case START_UP -> run("start-up", WARM_UP_ROUNDS, StartUpTrial::new);
      case FEW -> talk("few", or(clients, 10), or(clients, 10), MOST_LINES, 0);
      case GROWTH -> growth(or(clients, 5_000));
      case ATTACK -> attack();
    }
  }

  private void small(int most) throws IOException, InterruptedException {
    int fewest = Math.min(10, most);
    talk("small " + fewest, fewest, 10, 500, SMALL_ROOM_RATE);
    if (most > fewest) {
      talk("small " + most, most, 10, 500, SMALL_ROOM_RATE);
    }
  }

  /** Each room has servers of its own, and so many lines that the deliveries are about as many. */
  private void growth(int most) throws IOException, InterruptedException {
    IntStream smaller = IntStream.of(10, 100, 1_000).filter(room -> room < most);
    for (int room : IntStream.concat(smaller, IntStream.of(most)).toArray()) {
      talk("growth " + room, room, 10, Math.min(MOST_LINES, 20_000_000 / room), 0);
    }
  }

  /** A row for each attack and target; there is no second round. */
  private void attack() throws IOException, InterruptedException {
    out.println();
    AttackTrial.printHead(out);
    for (Attack attack : attacks) {
      for (int i = 0; i < targets.size(); i++) {
        try (AttackTrial trial = new AttackTrial(targets.get(i), attack, or(clients, 5_000))) {
          AttackTrial.print(out, attack, Report.letter(i), trial.run(seconds));
        } catch (IOException | Fault e) {
          out.println("FAILED: " + attack + ", " + Report.letter(i) + ": " + e.getMessage());
          good = false;
        }
        out.flush();
      }
    }
  }

  private void talk(String title, int room, int senders, int defaultLines, int linesASecond)
      throws IOException, InterruptedException {
    int sending = Math.min(room, senders);
    Talk talk = new Talk(room, sending, or(lines, defaultLines), linesASecond);
    run(title, WARM_UP_ROUNDS, target -> new TalkTrial(target.open(room), talk));
  }

  /** The targets take turns, round by round, so that all see the same machine. */
  private void run(String title, int warmUpRounds, Trial.Factory factory)
      throws IOException, InterruptedException {
    Report report = new Report(title, targets.size());
    List<Trial> trials = new ArrayList<>();
    int turn = 0;
    try {
      for (; turn < targets.size(); turn++) {
        trials.add(factory.create(targets.get(turn)));
      }
      for (int round = -warmUpRounds; round < rounds; round++) {
        for (turn = 0; turn < targets.size(); turn++) {
          Map<String, Double> figures = trials.get(turn).round();
          if (round >= 0) {
            report.add(turn, figures);
          }
        }
      }
      report.print(out);
    } catch (IOException | Fault e) {
      out.println("FAILED: " + title + ", " + Report.letter(turn) + ": " + e.getMessage());
      good = false;
    } finally {
      for (Trial trial : trials) {
        trial.close();
      }
    }
    out.flush();
  }
}
