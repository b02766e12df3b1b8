package chatserver;

import chatserver.protocol.Quantity;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** Numbers with a unit, as options have them. */
final class Units {
  private static final long MIB = 1024 * 1024;

  private Units() {}

  /** {@code 2048}, {@code 64KiB}, {@code 4MiB}. */
  record Size(long bytes) {
    static Size parse(String text) {
      return new Size(convert(text, Quantity::bytes));
    }

    @Override
    public String toString() {
      return bytes >= MIB && bytes % MIB == 0 ? bytes / MIB + "MiB" : "" + bytes;
    }
  }

  /** {@code 500ms}, {@code 60s}, {@code 2m}, {@code 1h}, and {@code 0}. */
  record Time(Duration duration) {
    static Time parse(String text) {
      return new Time(convert(text, Quantity::time));
    }

    @Override
    public String toString() {
      long millis = duration.toMillis();
      return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
  }

  private static <T> T convert(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
