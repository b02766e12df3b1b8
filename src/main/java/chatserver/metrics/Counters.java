package chatserver.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * All that the server counts since its start, and the other figures that it shows, under names as
 * Prometheus has them. Any thread counts, where the thing happens, and any reads.
 */
public final class Counters {
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
  public final LongAdder idleTimeouts = timeouts("idle");
  public final LongAdder writeTimeouts = timeouts("write");
  public final LongAdder refusedFull = refused("full");
  public final LongAdder refusedAddress = refused("address");
  public final LongAdder refusedJoins = refused("joins");
  public final LongAdder refusedThreads = refused("threads");
  public final LongAdder refusedBanned = refused("banned");
  public final LongAdder refusedLocked = refused("locked");
  public final LongAdder refusedNotChat = refused("not_chat");
  public final LongAdder refusedProxy = refused("proxy");
  public final LongAdder kicked =
      counter("chat_kicked_total", "Clients that the operator removed.");
  public final LongAdder transcriptLinesLost =
      counter("chat_transcript_lines_lost_total", "Lines left out of the transcript.");

  // Figures that differ in a label alone have one help.

  private LongAdder timeouts(String kind) {
    String help = "Clients dropped because their input or output stood still.";
    return counter("chat_timeouts_total{kind=\"" + kind + "\"}", help);
  }

  private LongAdder refused(String reason) {
    return counter("chat_refused_total{reason=\"" + reason + "\"}", "Newcomers refused.");
  }

  private LongAdder counter(String name, String help) {
    LongAdder counter = new LongAdder();
    add(name, help, counter::sum);
    return counter;
  }

  /** Adds a figure that is measured when it is read. To be called before others read. */
  public void add(String name, String help, LongSupplier value) {
    figures.put(name, new Figure(help, value));
  }

  /** All figures by their names, as they are now. */
  public Map<String, Long> read() {
    Map<String, Long> values = new LinkedHashMap<>();
    figures.forEach((name, figure) -> values.put(name, figure.value.getAsLong()));
    return values;
  }

  /** As {@link #read}, in the text format of Prometheus (0.0.4), which keeps families together. */
  public List<String> toPrometheusText() {
    Map<String, List<String>> families = new LinkedHashMap<>();
    figures.forEach(
        (name, figure) -> {
          String family = name.replaceFirst("\\{.*", "");
          List<String> lines = families.computeIfAbsent(family, first -> new ArrayList<>());
          if (lines.isEmpty()) {
            lines.add("# HELP " + family + " " + figure.help);
            lines.add("# TYPE " + family + (family.endsWith("_total") ? " counter" : " gauge"));
          }
          lines.add(name + " " + figure.value.getAsLong());
        });
    return families.values().stream().flatMap(List::stream).toList();
  }
}
