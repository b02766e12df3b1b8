package chatserver.metrics;

import java.util.LinkedHashMap;
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
  public final LongAdder idleTimeouts =
      counter("chat_timeouts_total{kind=\"idle\"}", "Clients dropped because they were silent.");
  public final LongAdder writeTimeouts =
      counter("chat_timeouts_total{kind=\"write\"}", "Clients dropped because they took nothing.");
  public final LongAdder refusedFull =
      counter("chat_refused_total{reason=\"full\"}", "Newcomers refused: the server was full.");
  public final LongAdder refusedAddress =
      counter("chat_refused_total{reason=\"address\"}", "Newcomers refused: too many from there.");
  public final LongAdder refusedJoins =
      counter("chat_refused_total{reason=\"joins\"}", "Newcomers refused: too many a minute.");
  public final LongAdder refusedThreads =
      counter("chat_refused_total{reason=\"threads\"}", "Newcomers refused: no more threads.");

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
}
