package chatserver.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A connection of which some bytes have been read already. Used by one thread. */
final class EarlyInput implements ReadableByteChannel {
  private ByteBuffer early; // null once it has been read
  private final ReadableByteChannel rest;

  EarlyInput(ByteBuffer early, ReadableByteChannel rest) {
    this.early = early;
    this.rest = rest;
  }

  @Override
  public int read(ByteBuffer bytes) throws IOException {
    if (early == null) {
      return rest.read(bytes);
    }
    int count = 0;
    while (early.hasRemaining() && bytes.hasRemaining()) {
      bytes.put(early.get());
      count++;
    }
    if (!early.hasRemaining()) {
      early = null;
    }
    return count;
  }

  @Override
  public boolean isOpen() {
    return rest.isOpen();
  }

  @Override
  public void close() throws IOException {
    rest.close();
  }
}
