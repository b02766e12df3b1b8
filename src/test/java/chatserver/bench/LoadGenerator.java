package chatserver.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Many clients driven by one selector and the one thread that calls {@link #pump}: on a machine
 * that it shares with the server, whatever the clients cost is taken from the server. So all of
 * them read into one direct buffer, and nothing is allocated for a read.
 */
final class LoadGenerator implements AutoCloseable {
  private static final int CHUNK = 256 << 10;
  private static final int CONNECTS_BEFORE_READING = 64;
  private static final int MOST_UNGREETED = 2_000;
  private static final Duration GREETING_PATIENCE = Duration.ofSeconds(1);
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(15);

  private final InetSocketAddress server;
  private final SourceAddresses sources;
  private final Selector selector;
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private final List<LoadConnection> connections = new ArrayList<>();
  private int connecting;
  private int ungreeted;
  private long lastReceipt = System.nanoTime();
  private long lastEvent = lastReceipt;

  LoadGenerator(InetSocketAddress server) throws IOException {
    this.server = server;
    this.sources = new SourceAddresses(server.getAddress());
    this.selector = Selector.open();
  }

  /** In the order in which they were begun; those that were lost stay in the list. */
  List<LoadConnection> connections() {
    return connections;
  }

  /** When bytes came in last, on any connection; on the clock of {@link System#nanoTime}. */
  long lastReceipt() {
    return lastReceipt;
  }

  /**
   * Connects as fast as the server lets it, and returns when all are connected. It does not wait
   * for one to succeed before it begins the next, but has no more than 2,000 under way that have
   * not been greeted: where they overrun the queue in which the kernel keeps them for the server,
   * some take themselves for connected though the server will never know of them. Nobody waits for
   * a server that greets nobody.
   *
   * @throws IOException if one cannot connect
   */
  void connect(int count, Supplier<Receiver> receivers) throws IOException {
    ungreeted = 0;
    boolean greets = true;
    for (int begun = 0; begun < count; begun++) {
      if (begun % CONNECTS_BEFORE_READING == 0) {
        pump(0);
      }
      if (greets) {
        greets = pumpUntil(() -> ungreeted < MOST_UNGREETED, GREETING_PATIENCE);
      }
      begin(receivers.get());
    }
    if (!pumpUntil(() -> connecting == 0, CONNECT_PATIENCE)) {
      throw new ConnectException(connecting + " clients cannot connect: no answer");
    }
  }

  private void begin(Receiver receiver) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      InetAddress source = sources.next();
      if (source != null) {
        channel.bind(new InetSocketAddress(source, 0));
      }
      channel.connect(server);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
      LoadConnection connection = new LoadConnection(connections.size(), channel, key, receiver);
      key.attach(connection);
      connections.add(connection);
      connecting++;
      ungreeted++;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Waits for up to {@code millis} until something can be done, and does it.
   *
   * @return whether there was anything to do
   */
  boolean pump(long millis) throws IOException {
    try {
      int ready =
          millis > 0 ? selector.select(this::ready, millis) : selector.selectNow(this::ready);
      return ready > 0;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void ready(SelectionKey key) {
    LoadConnection connection = (LoadConnection) key.attachment();
    int ready = key.readyOps();
    if ((ready & SelectionKey.OP_CONNECT) != 0) {
      try {
        connection.finishConnect();
      } catch (ConnectException e) {
        throw new UncheckedIOException(e);
      }
      connecting--;
      lastEvent = System.nanoTime();
      return;
    }
    if ((ready & SelectionKey.OP_READ) != 0) {
      if (!connection.isGreeted()) {
        ungreeted--;
      }
      long now = connection.read(chunk);
      if (now != 0) {
        lastReceipt = now;
        lastEvent = now;
      }
    }
    if ((ready & SelectionKey.OP_WRITE) != 0 && connection.isOpen()) {
      connection.writable();
    }
  }

  /**
   * Pumps until {@code done}, or until nothing has happened for as long as {@code quiet}. Time in
   * which the generator does not get to run is not taken for quiet.
   *
   * @return whether it is done
   */
  boolean pumpUntil(BooleanSupplier done, Duration quiet) throws IOException {
    lastEvent = System.nanoTime();
    while (!done.getAsBoolean()) {
      boolean idle = !pump(10);
      if (idle && System.nanoTime() - lastEvent > quiet.toNanos()) {
        return false;
      }
    }
    return true;
  }

  /** Pumps until nothing has happened for as long as {@code quiet}. */
  void pumpUntilQuiet(Duration quiet) throws IOException {
    pumpUntil(() -> false, quiet);
  }

  /** Closes all but the first {@code kept} connections, and forgets them. */
  void disconnectAllBut(int kept) throws IOException {
    List<LoadConnection> leaving = connections.subList(kept, connections.size());
    leaving.forEach(LoadConnection::close);
    leaving.clear();
    pump(0); // a selector lets go of a closed socket only when it selects
  }

  @Override
  public void close() throws IOException {
    connections.forEach(LoadConnection::close);
    selector.close();
  }
}
