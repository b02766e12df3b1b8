package chatserver.room;

/**
 * The far end of a member's connection. Where two are equal, only one of them can still be
 * connected.
 *
 * @param address as others see it, {@code 203.0.113.9:50412}
 * @param realAddress as the server knows it, for the log and the operator
 * @param serverAddress what it is connected to
 */
public record Peer(String address, String realAddress, String serverAddress) {
  /** One of which nothing but its address is known. */
  public Peer(String address) {
    this(address, address, "");
  }

  /** For the log: both addresses, where they differ. */
  @Override
  public String toString() {
    return address.equals(realAddress) ? address : realAddress + " as " + address;
  }
}
