package chatserver.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Text that does not come from a client, cleaned as if it did. */
public final class CleanText {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private CleanText() {}

  /**
   * Returns the lines of a UTF-8 text, cleaned.
   *
   * @param utf8 any bytes. A byte order mark in front is left out. Lines end with LF, CR LF or CR;
   *     the last one needs no end.
   */
  public static List<String> lines(byte[] utf8) {
    String text = new String(utf8, UTF_8);
    String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    return content.lines().map(LineCleaner::clean).toList();
  }
}
