package chatserver;

import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.TypeConversionException;

/** Numbers with a unit, as options have them. */
final class Units {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final long GIB = 1024 * MIB;
  private static final Map<String, Long> BYTES =
      Map.of("", 1L, "B", 1L, "K", KIB, "KiB", KIB, "M", MIB, "MiB", MIB, "G", GIB, "GiB", GIB);
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

  private Units() {}

  /** {@code 2048}, {@code 64KiB}, {@code 4MiB}. */
  record Size(long bytes) {
    static Size parse(String text) {
      return new Size(Units.parse(text, BYTES, "a size such as 2048, 64KiB or 4MiB"));
    }

    @Override
    public String toString() {
      return bytes >= MIB && bytes % MIB == 0 ? bytes / MIB + "MiB" : "" + bytes;
    }
  }

  /** {@code 500ms}, {@code 60s}, {@code 2m}, {@code 1h}, and {@code 0}. */
  record Time(Duration duration) {
    static Time parse(String text) {
      boolean isZero = text.matches("0+");
      long millis = isZero ? 0 : Units.parse(text, MILLIS, "a time such as 500ms, 60s, 2m or 0");
      return new Time(Duration.ofMillis(millis));
    }

    @Override
    public String toString() {
      long millis = duration.toMillis();
      return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
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
    throw new TypeConversionException("'" + text + "' is not " + expected);
  }
}
