package chatserver.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What very many clients cost that are just there. Measures the resident memory of a server with a
 * small heap before the clients have joined, and when nothing has happened for a while after it.
 * Then it sees whether they can still talk. What the joins left behind in the heap counts; the
 * kernel's part of the connections does not.
 */
record MemoryTrial(Target target, int clients) implements Trial {
  private static final String SMALL_HEAP = "-Xmx256m";
  private static final Duration REST = Duration.ofSeconds(2);

  @Override
  public Map<String, Double> round() throws IOException, InterruptedException {
    try (JoinTrial crowd = new JoinTrial(target.open(clients + 1, SMALL_HEAP), clients)) {
      Server server = crowd.generator.server;
      crowd.connectObserver();
      double before = server.status("VmRSS");
      crowd.join();
      crowd.generator.pumpUntilQuiet(REST);
      double after = server.status("VmRSS");
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("resident, before, MiB", before / 1024);
      figures.put("resident, all in, MiB", after / 1024);
      figures.put("resident, each client, KiB", (after - before) / clients);
      figures.put("resident, peak, MiB", server.status("VmHWM") / 1024);
      figures.put("threads of the system", server.status("Threads"));
      Talk talk = new Talk(clients + 1, 1, 20, 0);
      figures.put("20 lines to all, s", new Round(0, talk, crowd.generator).run());
      return figures;
    }
  }
}
