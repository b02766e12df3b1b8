package chatserver.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/**
 * Spreads connections over 127.0.1.1, 127.0.2.1 and so on, so that neither ten thousand clients nor
 * the ports that linger after them use up the ports of one address. Where the server is not on IPv4
 * loopback, or the system has no such addresses, the system chooses.
 */
final class SourceAddresses {
  private static final int PORTS_OF_EACH = 2_500;
  private static final int ADDRESSES = 250;

  /** Goes on counting from one generator to the next: the ports of the last one linger. */
  private static int used;

  private final boolean spread;

  SourceAddresses(InetAddress server) throws UnknownHostException {
    spread = server.getAddress()[0] == 127 && server.getAddress().length == 4 && canBind();
  }

  private static boolean canBind() throws UnknownHostException {
    try (SocketChannel probe = SocketChannel.open()) {
      probe.bind(new InetSocketAddress(address(0), 0));
      return true;
    } catch (UnknownHostException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns null where the system is to choose. */
  InetAddress next() throws UnknownHostException {
    return spread ? address(used++ / PORTS_OF_EACH % ADDRESSES) : null;
  }

  private static InetAddress address(int index) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, (byte) (index + 1), 1});
  }
}
