package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.ManualClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time for a header, on a clock that the test moves. */
class ProxyConnectionsTest {
  private static final Duration TIME = Duration.ofSeconds(5);
  private static final Duration NANO = Duration.ofNanos(1);
  private static final String HEADER = "PROXY TCP4 203.0.113.9 192.0.2.9 50412 8000\r\n";
  private static final String NAMED = "203.0.113.9:50412";

  @RegisterExtension final TestRoom room = new TestRoom();
  @RegisterExtension final SocketPair sockets = new SocketPair();
  @RegisterExtension final SocketPair late = new SocketPair();

  private final ManualClock clock = new ManualClock();
  private final RecordingTimer timer = new RecordingTimer(clock);
  private final Services services =
      room.services(
          TestServer.config(
              config -> {
                config.maxClients = 1;
                config.threads = ThreadKind.PLATFORM;
              }),
          timer,
          clock);
  private Sessions sessions;
  private ProxyConnections connections;
  private Endpoints proxy;

  @BeforeEach
  void start() throws IOException {
    AccessControl access = new AccessControl(Optional.empty(), Instant::now, services.counters());
    sessions = new Sessions(services, access);
    Admission admission = new Admission(services, access, sessions);
    proxy =
        new Endpoints(
            (InetSocketAddress) sockets.accepted().getRemoteAddress(),
            (InetSocketAddress) sockets.accepted().getLocalAddress());
    connections = new ProxyConnections(services, admission);
    connections.start(sockets.accepted(), proxy);
  }

  @AfterEach
  void close() throws InterruptedException {
    connections.close();
    sessions.close();
    sessions.awaitNone(TestClient.DEADLINE.toNanos());
    timer.shutdownNow();
  }

  private void send(String text) throws IOException {
    sockets.client().write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  /** Fails where anything comes before the end of the connection. */
  private void expectEnd() {
    try {
      assertEquals(-1, sockets.client().socket().getInputStream().read());
    } catch (IOException e) {
      // it was closed before all that came in was read
    }
  }

  private void awaitOver() throws Exception {
    ServerThreads.awaitEnd("reader-" + PeerAddress.format(proxy.client()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY TCP4 203.0.113.9", "\r\n\r\n\0\r\nQUIT\n!\021\0\014"})
  void aConnectionThatIsSilentIsClosedAfterFiveSeconds(String begun) throws Exception {
    send(begun);
    timer.pass(TIME.minus(NANO));
    assertTrue(sockets.accepted().isOpen());
    timer.pass(NANO);
    expectEnd();
    awaitOver();
    assertEquals(1, services.counters().refusedProxy.sum());
    assertEquals(List.of(), room.hears());
  }

  @Test
  void aHeaderThatComesInTimeNamesAClientThatMayBeSilentForLonger() throws Exception {
    timer.pass(TIME.minus(NANO));
    send(HEADER);
    awaitOver();
    awaitLogin();
    timer.pass(TIME);
    assertTrue(sockets.accepted().isOpen());
    assertEquals(0, services.counters().refusedProxy.sum());
  }

  /** RFC 4291, section 2.5.5.2. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP6 ::ffff:203.0.113.9 ::1 50412 8000\r\n",
        "PROXY TCP6 ::FFFF:cb00:7109 2001:db8::1 50412 8000\r\n",
        "\r\n\r\n\0\r\nQUIT\n!!\0\44"
            + "\0\0\0\0\0\0\0\0\0\0\377\377\313\0\161\11"
            + "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\304\354\37\100"
      })
  void anIpv4AddressIsItselfAlsoAsIpv6(String header) throws Exception {
    send(header);
    awaitOver();
    awaitLogin();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1:2:3:4:5:6:7 ::2", "1:2:3:4:5:6:7:8:9 ::2", "1::2::3 ::2", "12345:: ::2",
        "::2 1:2:3:4:5:6:7", "::2 1:2:3:4:5:6:7:8:9", "::2 1::2::3", "::2 12345::"
      })
  void whatIsNoIpv6AddressIsRefused(String ends) throws Exception {
    send("PROXY TCP6 " + ends + " 1 2\r\n");
    expectEnd();
    awaitOver();
    assertEquals(1, services.counters().refusedProxy.sum());
    assertEquals(List.of(), room.hears());
  }

  private void awaitLogin() throws IOException {
    String login = "[" + NAMED + "]" + NAMED + ":login\r\n";
    byte[] bytes = sockets.client().socket().getInputStream().readNBytes(login.length());
    assertEquals(login, new String(bytes, ISO_8859_1));
  }

  /** A server that stood still has no claim to the time in which it did. */
  @Test
  void theTimeIsThatForWhichTheServerHasRun() throws Exception {
    timer.runEarly();
    assertTrue(sockets.accepted().isOpen());
    assertEquals(List.of(TIME), timer.delays());
    timer.pass(TIME);
    expectEnd();
  }

  @Test
  void aConnectionThatIsOverLeavesNothingBehind() throws Exception {
    sockets.client().close();
    awaitOver();
    assertEquals(List.of(), timer.delays());
    connections.close();
    assertEquals(0, services.counters().refusedProxy.sum());
  }

  @Test
  void itCanBeClosedAtAnyTime() throws Exception {
    send("PROXY ");
    connections.close();
    expectEnd();
    awaitOver();
    assertEquals(0, services.counters().refusedProxy.sum());
  }

  @Test
  void oneThatComesWhileTheServerStopsIsClosed() throws Exception {
    connections.close();
    awaitOver();
    connections.start(late.accepted(), proxy);
    assertFalse(late.accepted().isOpen());
    awaitOver();
  }
}
