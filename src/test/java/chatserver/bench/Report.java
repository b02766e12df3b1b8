package chatserver.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Collects figures, one of each kind a round, and shows their medians with the least and greatest.
 */
final class Report {
  private static final String ROW = "%-11s %-38s %13s  %13s - %-13s %s";

  private final PrintStream out;
  private final Map<Figure, List<Double>> figures = new LinkedHashMap<>();
  private int printed;
  private String server = "";

  Report(PrintStream out) {
    this.out = out;
  }

  /** Names the server that the figures from now on belong to. */
  void server(String description) {
    if (!description.equals(server)) {
      server = description;
      out.println();
      out.println("Server: " + server);
      out.println(row("scenario", "measure", "median", "min", "max", "unit"));
    }
  }

  void note(String text) {
    out.println(text);
  }

  /** One round's figure. What is not a number is left out. */
  void add(String scenario, String measure, String unit, double value) {
    if (!Double.isNaN(value)) {
      Figure figure = new Figure(server, scenario, measure, unit);
      figures.computeIfAbsent(figure, any -> new ArrayList<>()).add(value);
    }
  }

  /** Prints what has come in since the last time, so that a long run shows something. */
  void printNews() {
    figures.entrySet().stream().skip(printed).forEach(this::print);
    printed = figures.size();
  }

  private void print(Map.Entry<Figure, List<Double>> entry) {
    Figure figure = entry.getKey();
    Summary of = Summary.of(entry.getValue());
    out.println(
        row(
            figure.scenario(),
            figure.measure(),
            shown(of.median()),
            shown(of.min()),
            shown(of.max()),
            figure.unit()));
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells).stripTrailing();
  }

  private static String shown(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, value);
  }

  void writeCsv(Path file) throws IOException {
    List<String> rows = new ArrayList<>();
    rows.add("server,scenario,measure,unit,median,min,max,rounds");
    figures.forEach(
        (figure, values) -> {
          Summary of = Summary.of(values);
          rows.add(
              String.format(
                  Locale.ROOT,
                  "\"%s\",\"%s\",\"%s\",\"%s\",%.4f,%.4f,%.4f,%d",
                  figure.server(),
                  figure.scenario(),
                  figure.measure(),
                  figure.unit(),
                  of.median(),
                  of.min(),
                  of.max(),
                  values.size()));
        });
    Files.write(file, rows, StandardCharsets.UTF_8);
  }

  private record Figure(String server, String scenario, String measure, String unit) {}

  private record Summary(double median, double min, double max) {
    static Summary of(List<Double> values) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      return new Summary(median, sorted[0], sorted[sorted.length - 1]);
    }
  }
}
