package chatserver.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures the chat server from outside, over loopback: {@code java -cp target/test-classes
 * chatserver.bench.Benchmark}, once the jar is packaged. It checks what it measures.
 *
 * <p>Every figure is a median over some rounds after a warm-up. Generator and server share the
 * machine, so figures compare with others from the same machine at the same time, and with no
 * others.
 */
public final class Benchmark {
  private static final int GOOD = 0;
  private static final int FAULTY = 1;
  private static final int USAGE = 2;

  private Benchmark() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(run(System.out, args));
  }

  /**
   * Runs what the command line asks for.
   *
   * @return the exit code: 0 for good, 1 if the server failed or something could not be measured, 2
   *     for wrong usage
   */
  static int run(PrintStream out, String... args) throws InterruptedException {
    BenchmarkOptions options;
    try {
      options = BenchmarkOptions.parse(args);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.println("Try --help.");
      return USAGE;
    }
    if (options.help()) {
      out.print(BenchmarkOptions.usage());
      return GOOD;
    }
    Verdict verdict = new Verdict();
    Report report = new Report(out);
    List<Scenario> chosen =
        Stream.of(Scenario.values()).filter(options.scenarios()::contains).toList();
    for (Scenario scenario : chosen) {
      run(scenario, new Stage(options, report, verdict));
    }
    out.println();
    verdict.print(out);
    boolean written = write(report, options, out);
    return verdict.good() && written ? GOOD : FAULTY;
  }

  private static void run(Scenario scenario, Stage stage) throws InterruptedException {
    stage.verdict().subject(scenario.title());
    try {
      scenario.run(stage);
    } catch (IOException e) {
      stage.verdict().fault("not measured: " + e.getMessage());
    }
    stage.report().printNews();
  }

  private static boolean write(Report report, BenchmarkOptions options, PrintStream out) {
    if (options.csv() == null) {
      return true;
    }
    try {
      report.writeCsv(options.csv());
      return true;
    } catch (IOException e) {
      out.println("cannot write " + options.csv() + ": " + e.getMessage());
      return false;
    }
  }
}
