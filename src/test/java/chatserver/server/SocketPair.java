package chatserver.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Both ends of one connection over loopback; closed behind the test. */
final class SocketPair implements BeforeEachCallback, AfterEachCallback {
  private SocketChannel client;
  private SocketChannel accepted;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client = SocketChannel.open(listener.getLocalAddress());
      accepted = listener.accept();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    client.close();
    accepted.close();
  }

  SocketChannel client() {
    return client;
  }

  /** The server's end. */
  SocketChannel accepted() {
    return accepted;
  }
}
