package chatserver;

import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** Times as in {@code 500ms}, {@code 60s}, {@code 2m}, {@code 1h}, and {@code 0}. */
final class Durations {
  private Durations() {}

  static Duration parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    try {
      long count = Long.parseLong(text.substring(0, digits));
      return switch (text.substring(digits)) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        case "" -> count == 0 ? Duration.ZERO : wrong(text);
        default -> wrong(text);
      };
    } catch (NumberFormatException | ArithmeticException e) {
      return wrong(text);
    }
  }

  private static Duration wrong(String text) {
    throw new TypeConversionException("'" + text + "' is not a time such as 500ms, 60s, 2m or 0");
  }
}
