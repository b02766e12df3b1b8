package chatserver.protocol;

/** The two ends of a client's connection, as a proxy names them. */
public record NamedConnection(End client, End server) {
  /**
   * One end.
   *
   * @param ip four numbers, or a text with a colon: never a name that could be looked up
   */
  public record End(String ip, int port) {}
}
