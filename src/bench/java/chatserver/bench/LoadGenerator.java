package chatserver.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Many clients of one server, driven by one selector and the one thread that calls {@link #pump}.
 * It shares the machine with the server, and whatever it costs is taken from the server. So all
 * clients read into one direct buffer, and a read allocates nothing.
 */
final class LoadGenerator implements AutoCloseable {
  /** What the clients do with the bytes they get. It changes from one round to the next. */
  interface Receiver {
    /**
     * Takes the bytes of one read.
     *
     * @param client its number
     * @param chunk shared by all clients, so it is not to be kept
     * @param now when the read returned, on the clock of {@link System#nanoTime}
     * @throws Fault if they are not what the server should have sent
     */
    void receive(int client, ByteBuffer chunk, long now);
  }

  /** Fewer than the kernel queues for the server to accept: beyond that it drops connections. */
  private static final int MOST_UNGREETED = 2_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CHUNK = 256 << 10;
  private static final int CONNECTS_BEFORE_READING = 64;
  private static final int PORTS_OF_EACH_ADDRESS = 2_500;
  private static final int ADDRESSES = 250;

  /** Goes on counting from one generator to the next: closed connections linger on their ports. */
  private static int connected;

  final Server server;
  final List<Client> clients = new ArrayList<>(); // by number
  private final Selector selector = Selector.open();
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private Receiver receiver = (client, bytes, now) -> {};
  private int greeted; // the greatest number of a client that has got anything
  private long lastReceipt = System.nanoTime();

  LoadGenerator(Server server) throws IOException {
    this.server = server;
  }

  void receiver(Receiver newReceiver) {
    receiver = newReceiver;
  }

  /** When bytes came in last, for any client; on the clock of {@link System#nanoTime}. */
  long lastReceipt() {
    return lastReceipt;
  }

  /** Connects clients as fast as the server greets them. */
  void connect(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (i % CONNECTS_BEFORE_READING == 0) {
        pump(0);
      }
      if (!pumpUntil(() -> clients.size() - greeted < MOST_UNGREETED, PATIENCE)) {
        throw new Fault("%d clients have connected and get nothing", MOST_UNGREETED);
      }
      clients.add(new Client(clients.size(), source(), server.address(), selector));
    }
  }

  /**
   * Spreads the clients of a server on 127.0.0.1 over 127.0.1.1, 127.0.2.1 and so on: one address
   * has too few ports. Only Linux lets a process use all of them without more ado.
   */
  private InetSocketAddress source() throws IOException {
    byte[] address = server.address().getAddress().getAddress();
    if (address[0] != 127 || !System.getProperty("os.name").equals("Linux")) {
      return null;
    }
    address[2] = (byte) (1 + connected++ / PORTS_OF_EACH_ADDRESS % ADDRESSES);
    return new InetSocketAddress(InetAddress.getByAddress(address), 0);
  }

  /**
   * Waits for up to {@code millis} until something can be read or written, and does it.
   *
   * @return whether there was anything to do
   */
  boolean pump(long millis) throws IOException {
    int ready = millis > 0 ? selector.select(this::ready, millis) : selector.selectNow(this::ready);
    return ready > 0;
  }

  private void ready(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      if (key.isReadable()) {
        client.read(chunk);
        lastReceipt = System.nanoTime();
        greeted = Math.max(greeted, client.number);
        receiver.receive(client.number, chunk, lastReceipt);
      }
      if (key.isWritable()) {
        client.write();
      }
    } catch (IOException e) {
      throw new Fault("client %d was disconnected: %s", client.number, e.getMessage());
    }
  }

  /**
   * Pumps until {@code done}, or until nothing has come in for as long as {@code quiet}. Time in
   * which this thread does not run is not taken for quiet.
   *
   * @return whether it is done
   */
  boolean pumpUntil(BooleanSupplier done, Duration quiet) throws IOException {
    long since = System.nanoTime();
    while (!done.getAsBoolean()) {
      boolean idle = !pump(10);
      if (lastReceipt - since > 0) {
        since = lastReceipt;
      }
      if (idle && System.nanoTime() - since > quiet.toNanos()) {
        return false;
      }
    }
    return true;
  }

  /** Pumps until nothing has come in for as long as {@code quiet}. */
  void pumpUntilQuiet(Duration quiet) throws IOException {
    pumpUntil(() -> false, quiet);
  }

  /** Disconnects all but the first {@code kept} clients. */
  void disconnectAllBut(int kept) throws IOException {
    List<Client> leaving = clients.subList(kept, clients.size());
    for (Client client : leaving) {
      client.close();
    }
    leaving.clear();
    greeted = 0;
    pump(0); // a selector lets go of a closed socket only when it selects
  }

  /** Disconnects all clients, and then closes the server. */
  @Override
  public void close() throws IOException {
    try (server) {
      disconnectAllBut(0);
      selector.close();
    }
  }
}
