package chatserver.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text that does not come from a client, cleaned as if it did. */
public final class CleanText {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private CleanText() {}

  /** The lines of a UTF-8 text, cleaned; a last one without an end counts. */
  public static List<String> lines(byte[] utf8) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] == '\n') {
        lines.add(clean(utf8, start, i));
        start = i + 1;
      }
    }
    if (start < utf8.length) {
      lines.add(clean(utf8, start, utf8.length));
    }
    if (!lines.isEmpty() && lines.get(0).indexOf(BYTE_ORDER_MARK) == 0) {
      lines.set(0, lines.get(0).substring(1));
    }
    return lines;
  }

  private static String clean(byte[] utf8, int from, int to) {
    byte[] line = Arrays.copyOfRange(utf8, from, to);
    return LineCleaner.clean(line, line.length);
  }
}
