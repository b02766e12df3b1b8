package chatserver.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The figures of one scenario: of each target the median over the rounds, the least and the
 * greatest. Behind it, from the second target on, the ratio to the first: the median of the ratios
 * of single rounds, since the targets take turns and what disturbs one round disturbs its
 * neighbour.
 */
final class Report {
  private static final String ROW = "%-20s %-27s %-2s %10s %10s %10s  %8s %8s %8s";

  private final String title;
  private final List<Map<String, List<Double>>> figures = new ArrayList<>(); // by target

  Report(String title, int targets) {
    this.title = title;
    for (int i = 0; i < targets; i++) {
      figures.add(new LinkedHashMap<>());
    }
  }

  /** The letter that stands for a target. */
  static char letter(int target) {
    return (char) ('A' + target);
  }

  static void printHead(PrintWriter out) {
    print(out, "scenario", "figure", "", "median", "min", "max", "ratio", "min", "max");
  }

  /** Adds the figures of one round. */
  void add(int target, Map<String, Double> ofRound) {
    ofRound.forEach(
        (name, value) ->
            figures.get(target).computeIfAbsent(name, any -> new ArrayList<>()).add(value));
  }

  void print(PrintWriter out) {
    Map<String, List<Double>> first = figures.get(0);
    for (String name : first.keySet()) {
      for (int i = 0; i < figures.size(); i++) {
        List<Double> values = figures.get(i).getOrDefault(name, List.of());
        if (values.isEmpty() || values.contains(Double.NaN)) {
          continue;
        }
        List<Object> cells = new ArrayList<>(List.of(title, name, letter(i)));
        cells.addAll(medianMinMax(values));
        cells.addAll(i == 0 ? List.of("", "", "") : medianMinMax(ratios(values, first.get(name))));
        print(out, cells.toArray());
      }
    }
    out.flush();
  }

  private static List<Double> ratios(List<Double> values, List<Double> base) {
    return IntStream.range(0, values.size()).mapToObj(i -> values.get(i) / base.get(i)).toList();
  }

  private static void print(PrintWriter out, Object... cells) {
    out.println(String.format(Locale.ROOT, ROW, cells).stripTrailing());
  }

  private static List<String> medianMinMax(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int last = sorted.length - 1;
    double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
    return List.of(shown(median), shown(sorted[0]), shown(sorted[last]));
  }

  private static String shown(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
