package chatserver.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import chatserver.room.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AcceptorTest {
  private final ManualClock clock = new ManualClock();

  @RegisterExtension final TestRoom room = new TestRoom(clock);

  private final RecordingTimer timer = new RecordingTimer(clock);
  private final BlockingQueue<Long> pauses = new LinkedBlockingQueue<>();
  private AccessControl access;
  private Sessions sessions;
  private ServerSocketChannel listener;
  private Thread acceptor;

  @BeforeEach
  void start() throws IOException {
    start(new ServerConfig.Builder().build());
  }

  private void start(ServerConfig config) throws IOException {
    Services services = room.services(config, timer, System::nanoTime);
    access = new AccessControl(Optional.empty(), Instant::now, services.counters());
    sessions = new Sessions(services, access);
    Admission admission = new Admission(services, access, sessions);
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    ProxyConnections proxies = new ProxyConnections(services, admission);
    acceptor =
        new Thread(
            new Acceptor(listener, services, admission, proxies, 0, pauses::add), "acceptor");
    acceptor.start();
  }

  @AfterEach
  void stop() throws Exception {
    stopAccepting();
    timer.shutdownNow();
  }

  private void stopAccepting() throws Exception {
    listener.close();
    acceptor.join();
    sessions.close();
    sessions.awaitNone(TestClient.DEADLINE.toNanos());
  }

  /** Connects; returns when the client is in, and the acceptor has paused or not. */
  private void connect() throws Exception {
    try (SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
      client.socket().getInputStream().read(); // its login line
    }
  }

  private void makeLoud() {
    for (int i = 0; i < 25; i++) {
      room.isTold("x".repeat(50 * 1024));
    }
  }

  @Test
  void itDoesNotPauseForACrowdThatComes() throws Exception {
    for (int i = 0; i < 100; i++) {
      connect();
    }
    assertNull(pauses.poll());
  }

  @Test
  void inALoudRoomItPausesBehindEachNewcomer() throws Exception {
    makeLoud();
    for (int i = 0; i < 3; i++) {
      connect();
      assertEquals(Acceptor.LOUD_ROOM_NANOS, pauses.poll(10, TimeUnit.SECONDS));
    }
  }

  /** A refusal costs the room nothing. */
  @Test
  void inALoudRoomItDoesNotPauseBehindOneThatIsRefused() throws Exception {
    makeLoud();
    access.setLocked(true);
    connect();
    access.setLocked(false);
    connect();
    assertEquals(Acceptor.LOUD_ROOM_NANOS, pauses.poll(10, TimeUnit.SECONDS));
    assertNull(pauses.poll());
  }

  @Test
  void whereThereAreNoRatesItDoesNotPause() throws Exception {
    stopAccepting();
    start(TestServer.config(config -> config.maxRate = 0));
    makeLoud();
    connect();
    connect(); // the acceptor is done with the first one
    assertNull(pauses.poll());
  }

  /** It may be a client, and is not known before its header is read. */
  @Test
  void inALoudRoomItPausesBehindEachConnectionOfAProxy() throws Exception {
    stopAccepting();
    start(TestServer.config(config -> config.proxyFrom = List.of(Network.parseExact("127.0.0.1"))));
    makeLoud();
    try (SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
      client.write(US_ASCII.encode("PROXY TCP4 203.0.113.9 192.0.2.9 50412 8000\r\n"));
      client.socket().getInputStream().read(); // its login line
    }
    assertEquals(Acceptor.LOUD_ROOM_NANOS, pauses.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void onceItIsQuietAgainItDoesNotPause() throws Exception {
    makeLoud();
    clock.advance(Duration.ofSeconds(15));
    connect();
    connect(); // the acceptor is done with the first one
    assertNull(pauses.poll());
  }
}
