package chatserver.server;

/** What a client's input costs, in tokens of its rate. A line costs one, if it is a short one. */
final class Cost {
  /** A line for everyone, a new list of users, and a name to normalise. */
  static final int RENAME = 10;

  private static final int BYTES_IN = 512;
  private static final int BYTES_OUT = 2048;

  private Cost() {}

  /** One for each 512 bytes begun, at least one. */
  static int ofLine(int bytes) {
    return begun(bytes, BYTES_IN);
  }

  /**
   * What a line costs beyond that in a room that is loud: with each doubling of the price the bytes
   * that everyone hears of it buy half as much.
   */
  static int ofLoudness(int bytesHeard, int bytes, int doublings) {
    int loud = begun(bytesHeard, BYTES_IN >> doublings);
    return doublings == 0 ? 0 : Math.max(0, loud - ofLine(bytes));
  }

  /** One for each 2048 bytes begun of what is sent for it, at least one. */
  static int ofAnswer(int bytes) {
    return begun(bytes, BYTES_OUT);
  }

  private static int begun(int bytes, int unit) {
    return Math.max(1, (bytes - 1) / unit + 1);
  }
}
