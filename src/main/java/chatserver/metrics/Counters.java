package chatserver.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * All that the server counts since its start, and the other figures that it shows, each under its
 * name (those of Prometheus: base units, a count ends in {@code total}).
 *
 * <p>Each counter is written where the thing happens, by any thread, without waiting for others;
 * all figures may be read at any time.
 */
public final class Counters {
  // Figures that differ in a label alone have one help.
  private static final String TIMEOUTS =
      "Clients dropped because their input or output stood still.";
  private static final String REFUSED = "Newcomers refused.";

  private record Figure(String help, LongSupplier value) {}

  private final Map<String, Figure> figures = new LinkedHashMap<>();

  public final LongAdder joined = counter("chat_clients_joined_total", "Clients that came online.");
  public final LongAdder linesReceived =
      counter("chat_lines_received_total", "Lines received, commands and blank ones included.");
  public final LongAdder bytesReceived = counter("chat_received_bytes_total", "Bytes received.");
  public final LongAdder linesBroadcast =
      counter("chat_lines_broadcast_total", "Lines for everyone: what was said, and the notices.");
  public final LongAdder deliveries =
      counter("chat_deliveries_total", "Those lines, times the clients online at their delivery.");
  public final LongAdder bytesSent =
      counter("chat_sent_bytes_total", "Bytes that the clients' sockets took.");
  public final LongAdder evictions =
      counter("chat_evictions_total", "Clients dropped because too much waited for them.");
  public final LongAdder idleTimeouts = counter("chat_timeouts_total{kind=\"idle\"}", TIMEOUTS);
  public final LongAdder writeTimeouts = counter("chat_timeouts_total{kind=\"write\"}", TIMEOUTS);
  public final LongAdder refusedFull = counter("chat_refused_total{reason=\"full\"}", REFUSED);
  public final LongAdder refusedAddress =
      counter("chat_refused_total{reason=\"address\"}", REFUSED);
  public final LongAdder refusedJoins = counter("chat_refused_total{reason=\"joins\"}", REFUSED);
  public final LongAdder refusedThreads =
      counter("chat_refused_total{reason=\"threads\"}", REFUSED);

  public final LongAdder refusedBanned = counter("chat_refused_total{reason=\"banned\"}", REFUSED);
  public final LongAdder refusedLocked = counter("chat_refused_total{reason=\"locked\"}", REFUSED);
  public final LongAdder refusedNotChat =
      counter("chat_refused_total{reason=\"not_chat\"}", REFUSED);
  public final LongAdder refusedProxy = counter("chat_refused_total{reason=\"proxy\"}", REFUSED);
  public final LongAdder kicked =
      counter("chat_kicked_total", "Clients that the operator removed.");

  public final LongAdder transcriptLinesLost =
      counter("chat_transcript_lines_lost_total", "Lines left out of the transcript.");

  private LongAdder counter(String name, String help) {
    LongAdder counter = new LongAdder();
    add(name, help, counter::sum);
    return counter;
  }

  /**
   * Adds a figure that is measured when it is read. To be called before others read.
   *
   * @param help what it tells, in a sentence
   */
  public void add(String name, String help, LongSupplier value) {
    figures.put(name, new Figure(help, value));
  }

  /** All figures by their names, as they are now. */
  public Map<String, Long> read() {
    Map<String, Long> values = new LinkedHashMap<>();
    figures.forEach((name, figure) -> values.put(name, figure.value.getAsLong()));
    return values;
  }

  /**
   * All figures as they are now, a line each, in the text format of Prometheus (version 0.0.4): the
   * figures of one family stand together, behind the family's help and type.
   */
  public List<String> toPrometheusText() {
    Map<String, List<String>> families = new LinkedHashMap<>();
    figures.forEach(
        (name, figure) -> {
          String family = name.replaceFirst("\\{.*", "");
          String type = family.endsWith("_total") ? "counter" : "gauge";
          families
              .computeIfAbsent(
                  family,
                  first ->
                      new ArrayList<>(
                          List.of(
                              "# HELP " + family + " " + figure.help,
                              "# TYPE " + family + " " + type)))
              .add(name + " " + figure.value.getAsLong());
        });
    return families.values().stream().flatMap(List::stream).toList();
  }
}
