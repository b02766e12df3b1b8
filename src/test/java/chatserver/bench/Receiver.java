package chatserver.bench;

import java.nio.ByteBuffer;

/**
 * What a client does with the bytes it gets; changes from one phase of a measurement to the next.
 */
interface Receiver {
  /**
   * Takes the bytes of one read.
   *
   * @param chunk shared by all clients, so nothing may be left to be read from it later
   * @param now when the read returned, on the clock of {@link System#nanoTime}
   */
  void receive(ByteBuffer chunk, long now);

  /** The connection has ended, and not because the client wanted it to; said once. */
  void lost(String why);
}
