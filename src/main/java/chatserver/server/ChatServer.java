package chatserver.server;

import chatserver.room.Broadcaster;
import chatserver.room.RoomConfig;
import chatserver.room.RoomEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chat server: {@link #bind} it, let a thread {@link #serve}, and {@link #close} it.
 *
 * <p>Stopping has an order: no newcomers; what readers have in hand is said; everyone is told;
 * outboxes drain; what is left is cut off. It ends within {@link #GRACE}.
 */
public final class ChatServer implements AutoCloseable {
  /** In what time a stop ends, whatever clients do. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration LAST_LINES = Duration.ofSeconds(1);
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(3);

  /** The JDK's default of 50 makes a crowd wait for retransmissions. */
  private static final int ACCEPT_BACKLOG = 4096;

  private static final Logger log = LoggerFactory.getLogger(ChatServer.class);

  private final ServerSocketChannel listener;
  private final InetSocketAddress address;
  private final Services services;
  private final Clients clients;
  private final Thread broadcaster;
  private boolean closed; // guarded by this

  private ChatServer(ServerSocketChannel listener, InetSocketAddress address, ServerConfig config) {
    this.listener = listener;
    this.address = address;
    this.services =
        new Services(
            config,
            new Broadcaster(
                new RoomConfig(config.greeting(), config.history(), config.maxBacklog()),
                System::nanoTime),
            newTimer(),
            new Admission(config.maxClients(), config.maxPerAddress()),
            new Gate(),
            new Traffic(),
            System::nanoTime);
    this.clients = new Clients(services);
    this.broadcaster = new Thread(services.broadcaster(), "broadcaster");
    this.broadcaster.setDaemon(true);
    this.broadcaster.start();
  }

  /**
   * Binds the port, so that a failure is known at once, and so is the real port.
   *
   * @throws IOException where the address is not ours or the port is in use
   */
  public static ChatServer bind(ServerConfig config) throws IOException {
    InetAddress host = InetAddress.getByName(config.host());
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(new InetSocketAddress(host, config.port()), ACCEPT_BACKLOG);
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      return new ChatServer(listener, new InetSocketAddress(host, port), config);
    } catch (Throwable e) {
      listener.close();
      throw e;
    }
  }

  private static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "idle-timer");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // once it is shut down
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** The address it listens on, with the real port. */
  public InetSocketAddress address() {
    return address;
  }

  /** Accepts clients on the calling thread, until the server is closed. */
  public void serve() {
    log.info("listening on {} ({})", PeerAddress.format(address), services.config().threads());
    new Acceptor(listener, clients, services).run();
  }

  /** Stops the server. Can be called twice, from any thread; returns when it has stopped. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    log.info("stopping, {} online", services.broadcaster().roster().size());
    try {
      listener.close();
    } catch (IOException e) {
      log.debug("cannot close the listening socket: {}", e.toString());
    }
    services.gate().close(LAST_LINES);
    services.broadcaster().submit(new RoomEvent.Stopped());
    try {
      clients.awaitNone(LAST_OUTPUT.toNanos());
      clients.cutOff();
      clients.awaitNone(LAST_LINES.toNanos() / 2);
      services.broadcaster().close();
      services.timer().shutdownNow();
      broadcaster.join(LAST_LINES.toMillis() / 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.info("stopped");
  }
}
