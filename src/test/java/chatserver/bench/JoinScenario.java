package chatserver.bench;

import java.io.IOException;
import java.time.Duration;

/** Very many clients that join at once: how long it takes, and what they cost when they are in. */
final class JoinScenario {
  private static final int CLIENTS = 10_000;
  private static final String SMALL_HEAP = "-Xmx256m";
  private static final Duration REST = Duration.ofSeconds(2);

  private JoinScenario() {}

  /**
   * Times storms on one server, one after the other; between them everyone leaves. The clock runs
   * from before the first connection is begun until the last receipt.
   */
  static void storm(Stage stage) throws IOException, InterruptedException {
    String title = Scenario.JOIN_STORM.title();
    Report report = stage.report();
    int clients = stage.options().clients().orElse(CLIENTS);
    try (Target target = stage.target(clients + 1);
        LoadGenerator generator = new LoadGenerator(target.address())) {
      Crowd crowd = new Crowd(generator, stage.verdict(), target.isOurs());
      for (int i = -Stage.WARM_UP_ROUNDS; i < stage.options().rounds(); i++) {
        crowd.leave();
        double cpu = target.stat().cpuSeconds();
        Crowd.Storm storm = crowd.join(clients);
        if (target.isOurs() && !storm.exact()) {
          return;
        }
        if (i >= 0) {
          String until = storm.exact() ? "until all have heard of all" : "until quiet";
          report.add(title, until, "s", storm.seconds());
          report.add(title, "server CPU", "s", target.stat().cpuSeconds() - cpu);
        }
      }
    }
  }

  /**
   * Measures the resident memory of a server with a small heap before anyone but one has joined,
   * and when all have joined and nothing has happened for a while; then sees whether they can still
   * talk. Each round has a new server. What the joins left behind in the heap counts, as it does
   * for whoever runs a server; the kernel's part of the connections does not.
   */
  static void memory(Stage stage) throws IOException, InterruptedException {
    int clients = stage.options().clients().orElse(CLIENTS);
    for (int i = 0; i < stage.options().rounds(); i++) {
      try (Target target = stage.target(clients + 1, SMALL_HEAP);
          LoadGenerator generator = new LoadGenerator(target.address())) {
        Crowd crowd = new Crowd(generator, stage.verdict(), target.isOurs());
        double before = target.stat().residentKib();
        crowd.join(clients);
        generator.pumpUntilQuiet(REST);
        reportMemory(stage.report(), target.stat(), before, clients);
        Talk talk = new Talk(1, 20, stage.options().lineBytes(), 0);
        Round round = new Round(generator, talk, stage.verdict());
        Round.Outcome outcome = round.run(target.stat(), ProcStat.self());
        if (outcome != null) {
          report(stage.report(), "20 lines to all of them", "s", outcome.seconds());
        }
      }
    }
  }

  private static void reportMemory(Report report, ProcStat stat, double before, int clients) {
    double after = stat.residentKib();
    report(report, "resident, each client", "KiB", (after - before) / clients);
    report(report, "resident, before", "MiB", before / 1024);
    report(report, "resident, all clients in", "MiB", after / 1024);
    report(report, "resident, peak", "MiB", stat.peakResidentKib() / 1024);
    report(report, "threads of the system", "", stat.threads());
  }

  private static void report(Report report, String measure, String unit, double value) {
    report.add(Scenario.MEMORY.title(), measure, unit, value);
  }
}
