package chatserver.server;

import chatserver.control.Operations;
import chatserver.metrics.Counters;
import chatserver.room.Broadcaster;
import chatserver.room.RoomConfig;
import chatserver.room.RoomEvent;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chat server: {@link #bind} it, let a thread {@link #serve}, and {@link #close} it.
 *
 * <p>Stopping has an order: no newcomers; nothing more is accepted from those online, and what was
 * accepted is said; everyone is told; outboxes drain; what is left is cut off. It ends within
 * {@link #GRACE}.
 */
public final class ChatServer implements AutoCloseable {
  /** In what time a stop ends, whatever clients do. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  /** Of that, what is kept for cutting off the rest, and for the JVM to end. */
  private static final Duration CUT_OFF = Duration.ofMillis(1500);

  /** Of that, what each kind of thread has to end. */
  private static final Duration STEP = CUT_OFF.dividedBy(4);

  /** The JDK's default of 50 makes a crowd wait for retransmissions. */
  private static final int ACCEPT_BACKLOG = 4096;

  private static final Logger log = LoggerFactory.getLogger(ChatServer.class);

  private final ServerSocketChannel listener;
  private final InetSocketAddress address;
  private final Services services;
  private final AccessControl access;
  private final Sessions sessions;
  private final ProxyConnections proxies;
  private final Acceptor acceptor;
  private final Metrics metrics;
  private final Optional<Transcript> transcript;

  private ChatServer(ServerSocketChannel listener, ServerConfig config, int sendBufferBytes)
      throws IOException {
    this.listener = listener;
    this.address = (InetSocketAddress) listener.getLocalAddress();
    // a part of the heap, and of the memory outside, which the JVM makes as large by default
    long memoryShare = Runtime.getRuntime().maxMemory() / 4;
    RunningClock clock = new RunningClock(System::nanoTime);
    Counters counters = new Counters();
    Greeting greeting = new Greeting(config.motd(), LoggerFactory.getLogger(Greeting.class));
    Broadcaster broadcaster =
        new Broadcaster(
            new RoomConfig(greeting.lines(), config.history(), config.maxBacklog(), memoryShare),
            counters,
            clock);
    ShownAddresses addresses = new ShownAddresses(config.hideAddresses());
    SessionLog sessionLog = new SessionLog(LoggerFactory.getLogger(SessionReader.class));
    ScheduledExecutorService timer = Services.newTimer();
    this.services =
        new Services(
            config,
            broadcaster,
            timer,
            new ConnectionLimiter(config, counters, addresses, clock),
            addresses,
            sessionLog,
            new InputMemory(memoryShare, config.maxLine()),
            new AtomicInteger(),
            counters,
            clock);
    this.access = new AccessControl(config.bans(), Instant::now, counters);
    this.sessions = new Sessions(services, access);
    Admission admission = new Admission(services, access, sessions);
    this.proxies = new ProxyConnections(services, admission);
    this.acceptor =
        new Acceptor(
            listener, services, admission, proxies, sendBufferBytes, LockSupport::parkNanos);
    this.metrics = new Metrics(counters);
    broadcaster.addFigures(counters);
    long start = System.nanoTime();
    addFigure(
        "chat_uptime_seconds",
        "Time since the start.",
        () -> TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    this.transcript =
        config.transcript().isPresent()
            ? Optional.of(new Transcript(config.transcript().get(), broadcaster, counters, clock))
            : Optional.empty();
    long tick = RunningClock.TICK.toNanos();
    timer.scheduleWithFixedDelay(clock::tick, tick, tick, TimeUnit.NANOSECONDS);
    timer.scheduleWithFixedDelay(sessionLog::nextSecond, 1, 1, TimeUnit.SECONDS);
    greeting.watch(timer, lines -> broadcaster.submit(new RoomEvent.GreetingChanged(lines)));
    // p50 of 100 clients is 0.35 ms, and 0.56 with a platform thread beside virtual writers
    config.threads().start("broadcaster", broadcaster);
    transcript.ifPresent(task -> ThreadKind.PLATFORM.start("transcript", task)); // a file may block
  }

  /**
   * Binds the port, so that a failure is known at once, and so is the real port.
   *
   * @throws IOException where there is no such host, the address is not ours, the port is in use,
   *     or a file cannot be used
   */
  public static ChatServer bind(ServerConfig config) throws IOException {
    return bind(config, 0);
  }

  /**
   * As {@link #bind(ServerConfig)}, for tests that need a full socket.
   *
   * @param sendBufferBytes what the kernel may keep for one client; 0 for its own choice
   */
  static ChatServer bind(ServerConfig config, int sendBufferBytes) throws IOException {
    InetAddress host = InetAddress.getByName(config.host());
    ServerSocketChannel listener = open(host);
    try {
      listen(listener, new InetSocketAddress(host, config.port()));
      return new ChatServer(listener, config, sendBufferBytes);
    } catch (Throwable e) {
      listener.close();
      throw e;
    }
  }

  /** Names the family: otherwise the IPv4 wildcard would mean all of IPv6 as well. */
  private static ServerSocketChannel open(InetAddress host) throws IOException {
    boolean isIpv6 = host instanceof Inet6Address;
    try {
      return ServerSocketChannel.open(
          isIpv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    } catch (UnsupportedOperationException e) {
      throw new IOException("cannot listen on " + PeerAddress.format(host) + ": no IPv6 here", e);
    }
  }

  private static void listen(ServerSocketChannel listener, InetSocketAddress address)
      throws IOException {
    try {
      listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listener.bind(address, ACCEPT_BACKLOG);
    } catch (SocketException e) {
      throw new IOException(
          "cannot listen on " + PeerAddress.format(address) + ": " + e.getMessage(), e);
    }
  }

  /** Shows another figure, see {@link Counters#add}. To be called before {@link #serve}. */
  public void addFigure(String name, String help, LongSupplier value) {
    services.counters().add(name, help, value);
  }

  /** The address it listens on, with the real port. */
  public InetSocketAddress address() {
    return address;
  }

  /** What an operator may do. */
  public Operations operations() {
    return new ServerOperations(services, sessions, access, () -> Admission.close(listener));
  }

  /** Accepts clients on the calling thread, until the server is closed. */
  public void serve() {
    log.info("listening on {} ({})", PeerAddress.format(address), services.config().threads());
    services.config().threads().prepare();
    services.timer().execute(metrics::register);
    acceptor.run();
  }

  /** Stops the server. Can be called twice, from any thread; returns when it has stopped. */
  @Override
  public synchronized void close() {
    if (services.timer().isShutdown()) {
      return; // closed already
    }
    long cutOff = System.nanoTime() + GRACE.minus(CUT_OFF).toNanos();
    log.info("stopping, {} online", services.broadcaster().roster().size());
    Admission.close(listener);
    proxies.close();
    try {
      services.broadcaster().beginShutdown();
      services.broadcaster().awaitShutdown(timeUntil(cutOff));
      sessions.beginShutdown();
      sessions.awaitNone(timeUntil(cutOff).toNanos());
      sessions.close();
      sessions.awaitNone(STEP.toNanos());
      if (transcript.isPresent()) {
        transcript.get().awaitEnd(timeUntil(cutOff).plus(STEP.multipliedBy(2)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sessions.close();
      services.timer().shutdownNow();
    }
    metrics.close();
    services.sessionLog().nextSecond(); // the timer is no more
    log.info("stopped: {}", services.counters().read());
  }

  private static Duration timeUntil(long time) {
    return Duration.ofNanos(time - System.nanoTime());
  }
}
