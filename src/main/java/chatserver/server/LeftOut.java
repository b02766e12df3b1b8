package chatserver.server;

import chatserver.protocol.Notice;
import java.nio.ByteBuffer;

/**
 * Counts lines that are left out of the transcript. The room may have left out some itself, and
 * says how many in a remark: they count, too. Used by one thread.
 */
final class LeftOut {
  private boolean isAtLineStart = true;
  private boolean isRemark;
  private long number; // in the remark
  private long lines;

  /**
   * Adds all lines that end here.
   *
   * @return how many, remarks aside: those were counted by the room
   */
  int add(ByteBuffer bytes) {
    int added = 0;
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (isAtLineStart) {
        isRemark = b == Notice.REMARK;
        number = 0;
      }
      isAtLineStart = b == '\n';
      if (isRemark && b >= '0' && b <= '9') {
        number = 10 * number + b - '0';
      } else if (isAtLineStart && isRemark) {
        lines += number;
      } else if (isAtLineStart) {
        lines++;
        added++;
      }
    }
    return added;
  }

  long lines() {
    return lines;
  }

  /** Begins to count anew. */
  void begin(boolean inLine) {
    lines = 0;
    isAtLineStart = !inLine;
    isRemark = false;
  }
}
