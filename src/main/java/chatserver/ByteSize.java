package chatserver;

import picocli.CommandLine.TypeConversionException;

/** A number of bytes, as in {@code 2048}, {@code 64KiB}, {@code 4MiB}. */
record ByteSize(long bytes) {
  static ByteSize parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    try {
      return new ByteSize(
          Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit(text, digits)));
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(text);
    }
  }

  /** Written out because picocli asks for it at the start, where linking a record's own is slow. */
  @Override
  public String toString() {
    return bytes + " bytes";
  }

  private static long unit(String text, int digits) {
    return switch (text.substring(digits)) {
      case "", "B" -> 1;
      case "K", "KiB" -> 1024;
      case "M", "MiB" -> 1024 * 1024;
      case "G", "GiB" -> 1024 * 1024 * 1024;
      default -> throw wrong(text);
    };
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException("'" + text + "' is not a size such as 2048, 64KiB or 4MiB");
  }
}
