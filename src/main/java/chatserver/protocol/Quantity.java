package chatserver.protocol;

import java.time.Duration;
import java.util.Map;

/** Numbers with a unit, as people write them. */
public final class Quantity {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final long GIB = 1024 * MIB;
  private static final Map<String, Long> BYTES =
      Map.of("", 1L, "B", 1L, "K", KIB, "KiB", KIB, "M", MIB, "MiB", MIB, "G", GIB, "GiB", GIB);
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

  private Quantity() {}

  /**
   * Returns the number of bytes: {@code 2048}, {@code 64KiB}, {@code 4MiB}.
   *
   * @throws IllegalArgumentException where it is none; the message is to be shown
   */
  public static long bytes(String text) {
    return parse(text, BYTES, "a size such as 2048, 64KiB or 4MiB");
  }

  /**
   * Returns a length of time: {@code 500ms}, {@code 60s}, {@code 2m}, {@code 1h}, or {@code 0}.
   *
   * @throws IllegalArgumentException where it is none; the message is to be shown
   */
  public static Duration time(String text) {
    boolean isZero = text.matches("0+");
    long millis = isZero ? 0 : parse(text, MILLIS, "a time such as 500ms, 60s, 2m or 0");
    return Duration.ofMillis(millis);
  }

  private static long parse(String text, Map<String, Long> units, String expected) {
    String unit = text.replaceFirst("^[0-9]*", "");
    try {
      if (units.containsKey(unit)) {
        long count = Long.parseLong(text.substring(0, text.length() - unit.length()));
        return Math.multiplyExact(count, units.get(unit));
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // no digits, or too large: as below
    }
    throw new IllegalArgumentException("'" + text + "' is not " + expected);
  }
}
