package chatserver.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.control.Operations;
import chatserver.protocol.Notice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come through a proxy, which the test plays. */
class ProxyTest {
  private static final String ALICE = "203.0.113.1:1001";
  private static final String BOB = "203.0.113.2:1002";

  @RegisterExtension final TestServer server = new TestServer();

  private void start() throws IOException {
    start(config -> {});
  }

  private void start(Consumer<ServerConfig.Builder> settings) throws IOException {
    Consumer<ServerConfig.Builder> usual =
        config ->
            config.proxyFrom =
                List.of(Network.parseExact("127.0.0.0/8"), Network.parseExact("::1"));
    server.start(usual.andThen(settings));
  }

  private TestClient connect(String header) throws IOException {
    TestClient client = server.connect();
    client.sendBytes(header.getBytes(ISO_8859_1));
    return client;
  }

  private static String header(String address) {
    return header(address, "192.0.2.9");
  }

  private static String header(String address, String server) {
    int colon = address.lastIndexOf(':');
    String ip = address.substring(0, colon);
    return "PROXY TCP4 " + ip + " " + server + " " + address.substring(colon + 1) + " 8000\r\n";
  }

  private static String says(String address, String text) {
    return Notice.prefix(address, address) + text;
  }

  private static void expectWelcome(TestClient client, String address) throws IOException {
    client.expect(Notice.GREETING, says(address, "login"), says(address, "I am here"));
  }

  private TestClient join(String address, TestClient... witnesses) throws IOException {
    TestClient client = connect(header(address));
    expectWelcome(client, address);
    for (TestClient witness : witnesses) {
      witness.expect(says(address, "login"));
    }
    return client;
  }

  private void expectRefusal(String address, String reason) throws IOException {
    TestClient client = connect(header(address));
    client.expect(reason);
    client.awaitEnd();
  }

  private long count(String figure) throws Exception {
    String name = figure + " ";
    return server
        .operations()
        .stats()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private long refused(String reason) throws Exception {
    return count("chat_refused_total{reason=\"" + reason + "\"}");
  }

  @ParameterizedTest
  @MethodSource("chatserver.server.TestServer#threadKinds")
  void aClientIsWhomTheHeaderNames(ThreadKind kind) throws Exception {
    start(config -> config.threads = kind);
    TestClient alice = join(ALICE);
    String signature = "0d0a0d0a000d0a515549540a";
    String ipv6 = "20010db8000000000000000000000001";
    String rest = "2121 0027" + ipv6 + ipv6 + "03ea 1f40" + "040000"; // and a TLV vector
    byte[] header = HexFormat.of().parseHex((signature + rest).replace(" ", ""));
    TestClient bob = connect(new String(header, ISO_8859_1));
    String address = "[2001:db8::1]:1002";
    expectWelcome(bob, address);
    alice.expect(says(address, "login"));
    bob.send("hello", "who");
    alice.expect(says(address, "hello"));
    bob.expect(says(address, "hello"));
    bob.expect("user list:", ALICE + ":" + ALICE, address + ":" + address);
    bob.halfClose();
    bob.expectEnd();
    alice.expect(says(address, "login out"));
  }

  @Test
  void whoHasTheAddressThatTheHeaderNames() throws Exception {
    start();
    join(ALICE);
    assertTrue(server.operations().who().toList().get(0).startsWith(ALICE + " " + ALICE + " "));
  }

  /** Longer than the buffer that the header is read with. */
  @ParameterizedTest
  @ValueSource(ints = {1, 400, 467, 468, 469, 1000, 2048})
  void nothingBehindTheHeaderIsLost(int length) throws IOException {
    start();
    String line = "x".repeat(length);
    TestClient alice = connect(header(ALICE) + line + "\r\nand more\r\n");
    expectWelcome(alice, ALICE);
    alice.expect(says(ALICE, line), says(ALICE, "and more"));
    alice.expectNothing();
  }

  @Test
  void aHeaderMayComeInPiecesAndNothingIsSaidBefore() throws Exception {
    start(config -> config.settle = Duration.ofHours(1));
    TestClient alice = server.connect();
    for (byte each : header(ALICE).getBytes(ISO_8859_1)) {
      alice.sendBytes(new byte[] {each});
    }
    alice.expect(Notice.GREETING);
    assertEquals(0, count("chat_received_bytes_total"));
    assertEquals(0, server.operations().who().count());
    alice.send("hello");
    alice.expect(says(ALICE, "login"), says(ALICE, "I am here"), says(ALICE, "hello"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PROXY UNKNOWN\r\n",
        "\r\n\r\n\0\r\nQUIT\n \0\0\0", // LOCAL
        "\r\n\r\n\0\r\nQUIT\n!\0\0\0" // UNSPEC
      })
  void aHealthCheckIsNotSeen(String header) throws Exception {
    start();
    TestClient alice = join(ALICE);
    TestClient check = connect(header);
    check.halfClose();
    check.expectEnd();
    alice.expectNothing();
    assertEquals(0, refused("proxy"));
  }

  /** As HAProxy checks a server that it sends headers of version 1. */
  @Test
  void aHealthCheckMayNameItsOwnConnection() throws Exception {
    start();
    TestClient alice = join(ALICE);
    TestClient check = server.connect();
    check.sendRaw(header(check.address(), "127.0.0.1"));
    check.expectEnd();
    alice.expectNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello\r\n", "PROXY TCP4\r\n", "GET / HTTP/1.1\r\n", "PROXY TCP4 203."})
  void whatIsNoHeaderIsClosedWithoutAWord(String garbage) throws Exception {
    start();
    TestClient alice = join(ALICE);
    TestClient other = connect(garbage);
    other.halfClose();
    other.awaitEnd();
    alice.expectNothing();
    assertEquals(1, refused("proxy"));
  }

  @Test
  void silentProxiesHoldUpNobody() throws Exception {
    start();
    TestClient alice = join(ALICE);
    for (int i = 0; i < 200; i++) {
      connect(i % 2 == 0 ? "" : "PROXY TCP4 ");
    }
    TestClient bob = join(BOB, alice);
    bob.send("hello");
    alice.expect(says(BOB, "hello"));
    server.closeForGood();
  }

  @Test
  void whoComesFromElsewhereBringsNoHeader() throws Exception {
    server.start(config -> config.proxyFrom = List.of(Network.parseExact("127.0.0.2")));
    TestClient liar = connect(header(BOB));
    liar.awaitEnd();
    assertEquals(1, refused("not_chat"));
    assertEquals(0, refused("proxy"));
  }

  @Test
  void bansAndTheLockAreForWhomTheHeaderNames() throws Exception {
    start();
    TestClient alice = join(ALICE);
    TestClient bob = join(BOB, alice);
    Operations operator = server.operations();
    operator.ban("203.0.113.2", Duration.ZERO, "spam");
    bob.expect("banned: spam");
    bob.expectEnd();
    alice.expect(says(BOB, "kicked leave out"));
    expectRefusal("203.0.113.2:7", "banned: spam");
    operator.setLocked(true);
    expectRefusal("203.0.113.3:1003", "room is locked, come back later");
    alice.expectNothing();
    assertEquals(1, refused("banned"));
    assertEquals(1, refused("locked"));
  }

  @Test
  void limitsAreForWhomTheHeaderNames() throws Exception {
    start(
        config -> {
          config.maxPerAddress = 2;
          config.maxJoins = 4;
        });
    TestClient alice = join("203.0.113.1:1");
    join("203.0.113.1:2", alice);
    expectRefusal("203.0.113.1:3", "too many connections from 203.0.113.1: at most 2");
    join("203.0.113.2:1", alice);
    expectRefusal("203.0.113.1:4", "too many connections from 203.0.113.1: at most 2");
    expectRefusal("203.0.113.1:5", "too many connections from 203.0.113.1: at most 4 a minute");
    alice.expectNothing();
    assertEquals(2, refused("address"));
    assertEquals(1, refused("joins"));
  }

  @Test
  void aClientCountsOnceAndAFullServerSaysSoThroughTheProxy() throws Exception {
    start(
        config -> {
          config.maxClients = 2;
          config.maxJoins = 0;
        });
    TestClient alice = join(ALICE);
    TestClient bob = join(BOB, alice);
    for (int i = 1; i <= 150; i++) {
      expectRefusal("203.0.113.3:" + i, "server full: at most 2 clients");
    }
    bob.send("exit");
    bob.expectEnd();
    bob.close();
    alice.expect(says(BOB, "login out"));
    String carol = "203.0.113.3:1003";
    for (; ; ) {
      TestClient newcomer = connect(header(carol));
      if (newcomer.readLine().equals(Notice.GREETING)) {
        break;
      }
    }
    alice.expect(says(carol, "login"));
  }

  /** Else they could not be told that the server is full. */
  @Test
  void someMoreThanThereIsRoomForMayWaitToBeNamed() throws Exception {
    start(
        config -> {
          config.maxClients = 1;
          config.maxJoins = 0;
        });
    List<TestClient> waiting = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      waiting.add(connect(""));
    }
    TestClient another = connect("");
    another.expect("server full: at most 1 clients");
    another.awaitEnd();
    assertEquals(1, refused("full"));
    waiting.get(0).sendRaw(header(ALICE));
    expectWelcome(waiting.get(0), ALICE);
    waiting.get(1).sendRaw(header(BOB));
    waiting.get(1).expect("server full: at most 1 clients");
    waiting.get(1).awaitEnd();
    assertEquals(2, refused("full"));
    waiting.get(2).halfClose();
    waiting.get(2).expectEnd();
    connect(header(BOB)).expect("server full: at most 1 clients");
    assertEquals(3, refused("full"));
  }

  @Test
  void aConnectionThatWaitsForItsHeaderTakesNobodysPlace() throws Exception {
    server.start(
        config -> {
          config.maxClients = 1;
          config.proxyFrom = List.of(Network.parseExact("127.0.0.2"));
        });
    try (TestClient silent =
        TestClient.connect(new InetSocketAddress("127.0.0.2", 0), server.address())) {
      server.connect().expectWelcome();
      silent.halfClose();
      silent.expectEnd();
    }
  }

  /** The client knows already that the connection before is gone. */
  @Test
  void whoComesAgainFromTheSameAddressTakesThePlaceOfTheOneBefore() throws Exception {
    start();
    TestClient alice = join(ALICE);
    TestClient bob = join(BOB, alice);
    TestClient again = connect(header(BOB));
    expectWelcome(again, BOB);
    alice.expect(says(BOB, "login out"), says(BOB, "login"));
    bob.awaitEnd();
    again.expectNothing();
  }

  @Test
  void whoComesFromTheSameAddressToAnotherOneIsRefused() throws Exception {
    start();
    TestClient alice = join(ALICE);
    TestClient bob = join(BOB, alice);
    TestClient other = connect(header(BOB, "192.0.2.10"));
    other.expect("already connected from " + BOB);
    other.expectEnd();
    alice.expectNothing();
    bob.expectNothing();
  }
}
