package chatserver.server;

/** What a client's input costs, in tokens of its rate. A line costs one, if it is a short one. */
final class Cost {
  /** A line for everyone, a new list of users, and a name to normalise. */
  static final int RENAME = 10;

  private static final int BYTES_IN = 512;
  private static final int BYTES_OUT = 2048;
  private static final int PREFIX = 48; // an address with its port, twice, and some more

  private Cost() {}

  /**
   * One for each 512 bytes begun, at least one. In a loud room each doubling of the price halves
   * the bytes for one token, and what everyone gets in front of a line counts, too.
   */
  static int ofLine(int bytes, int doublings) {
    return doublings == 0 ? begun(bytes, BYTES_IN) : begun(PREFIX + bytes, BYTES_IN >> doublings);
  }

  /** One for each 512 bytes of what is thrown away, of which the first have been paid for. */
  static int ofDiscarded(long paid, long bytes) {
    return (int) (bytes / BYTES_IN - paid / BYTES_IN);
  }

  /** One for each 2048 bytes begun of what is sent for it, at least one. */
  static int ofAnswer(int bytes) {
    return begun(bytes, BYTES_OUT);
  }

  private static int begun(int bytes, int unit) {
    return Math.max(1, (bytes - 1) / unit + 1);
  }
}
