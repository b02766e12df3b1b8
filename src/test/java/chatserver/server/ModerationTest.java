package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import chatserver.control.ControlSocket;
import chatserver.control.TestOperator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator ends abuse in a room of twenty with five lines, over the operator's socket. The
 * loopback cannot be banned, so sessions over loopback are told that they come from elsewhere; what
 * the acceptor asks before it lets somebody in is asked here.
 */
class ModerationTest {
  private static final int OTHERS = 17;
  private static final int LINES = 200;

  @RegisterExtension final TestRoom room = new TestRoom();

  private final ScheduledExecutorService timer = Services.newTimer();
  private final Services services =
      room.services(
          TestServer.config(
              config -> {
                config.maxPerAddress = 0;
                config.maxJoins = 0;
                config.maxRate = 0;
              }),
          timer,
          new RunningClock(System::nanoTime));
  private final AtomicInteger lastPort = new AtomicInteger(1000);

  @TempDir private Path folder;
  private AccessControl access;
  private Sessions sessions;
  private ServerSocketChannel listener;
  private ControlSocket control;
  private TestOperator operator;

  @BeforeEach
  void open() throws IOException {
    access = new AccessControl(Optional.empty(), Instant::now, services.counters());
    sessions = new Sessions(services, access);
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    control = new ControlSocket(folder.resolve("control"));
    control.start(new ServerOperations(services, sessions, access, () -> {}));
    operator = new TestOperator(folder.resolve("control"));
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
    control.close();
    listener.close();
    sessions.close();
    sessions.awaitNone(TestClient.DEADLINE.toNanos());
    timer.shutdownNow();
  }

  /** A client, and where the room believes it to be. */
  private record Visitor(TestClient client, String address) implements AutoCloseable {
    String says(String name, String text) {
      return "[" + address + "]" + name + ":" + text;
    }

    String says(String text) {
      return says(address, text);
    }

    /** Takes the name, and hears that it has it. */
    void rename(String name) throws IOException {
      client.send("rename|" + name);
      client.readUntil("rename ok");
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }

  /** Lets somebody in as the acceptor does; empty where it is refused. */
  private synchronized Optional<Visitor> enter(String ip) throws IOException {
    InetSocketAddress address = new InetSocketAddress(ip, lastPort.incrementAndGet());
    if (access.refusal(address.getAddress()).isPresent()) {
      return Optional.empty();
    }
    services.limiter().acquire(address.getAddress());
    TestClient client = TestClient.connect((InetSocketAddress) listener.getLocalAddress());
    SocketChannel accepted = listener.accept();
    try {
      Endpoints endpoints = new Endpoints(address, (InetSocketAddress) accepted.getLocalAddress());
      sessions.start(accepted, endpoints);
      return Optional.of(new Visitor(client, PeerAddress.format(address)));
    } catch (IOException banned) { // in this moment
      services.limiter().release(address.getAddress());
      accepted.close();
      client.close();
      return Optional.empty();
    }
  }

  private List<Visitor> enterOthers() throws IOException {
    List<Visitor> others = new ArrayList<>();
    for (int i = 1; i <= OTHERS; i++) {
      Visitor other = enter("203.0.113." + i).orElseThrow();
      other.client.readUntil(other.says("I am here"));
      others.add(other);
    }
    return others;
  }

  /** Each comes from another address of one network, with another name, until it is kept out. */
  private void comeBackUntilKeptOut(CountDownLatch often) throws IOException {
    for (int i = 1; ; i++) {
      Optional<Visitor> entered = enter("198.51.100." + i % 250);
      if (entered.isEmpty()) {
        return;
      }
      try (Visitor mask = entered.get()) {
        mask.rename("mask " + i);
        mask.client.send("me again");
        mask.client.readUntil(mask.says("mask " + i, "me again"));
        often.countDown();
      } catch (AssertionError | IOException e) {
        // removed in the middle of that
      }
    }
  }

  private void joinAndLeaveUntilKeptOut(CountDownLatch often) throws IOException {
    for (int i = 1; ; i++) {
      Optional<Visitor> entered = enter("2001:db8::" + Integer.toHexString(i));
      if (entered.isEmpty()) {
        return;
      }
      entered.get().close();
      often.countDown();
    }
  }

  @Test
  void threeAbusersAreKeptOutByFiveLinesAndTheOthersLoseNoLine() throws Exception {
    List<Visitor> others = enterOthers();
    Visitor talker = others.get(0);
    List<Task<List<String>>> hearing = new ArrayList<>();
    for (Visitor each : others) {
      hearing.add(Task.start(() -> each.client.readUntil(talker.says("the end"))));
    }
    Visitor flooder = enter("192.0.2.1").orElseThrow();
    flooder.rename("flooder");
    Task<List<String>> flooderHears = flooder.client.startReading();
    Task<Void> flood = flooder.client.startSending("spam\r\n");
    CountDownLatch often = new CountDownLatch(20);
    Task<Void> masks = Task.start(() -> comeBackUntilKeptOut(often));
    Task<Void> visits = Task.start(() -> joinAndLeaveUntilKeptOut(often));
    talker.client.send(TestClient.numbered(LINES, "before"));
    assertTrue(often.await(TestClient.DEADLINE.toSeconds(), TimeUnit.SECONDS));

    assertEquals(List.of("ok"), operator.ask("ban|flooder|1h|no floods"));
    assertEquals(List.of("ok"), operator.ask("ban|198.51.100.0/24||no masks"));
    assertEquals(List.of("ok"), operator.ask("ban|2001:db8::1|30m"));
    assertEquals(List.of("ok"), operator.ask("say|sorry for that"));
    List<String> bans = operator.ask("bans");

    assertEquals(4, bans.size(), bans::toString);
    List<String> heard = flooderHears.result();
    assertEquals("banned: no floods", heard.get(heard.size() - 1));
    flood.result();
    masks.result();
    visits.result();
    for (String ip : List.of("192.0.2.1", "198.51.100.251", "2001:db8::ffff")) {
      assertTrue(enter(ip).isEmpty(), ip);
    }
    talker.client.send(TestClient.numbered(LINES, "after"));
    talker.client.send("the end");
    assertOthersHeardTheSame(hearing, talker, flooder);
    for (Visitor each : others) {
      each.close();
    }
  }

  private static void assertOthersHeardTheSame(
      List<Task<List<String>>> hearing, Visitor talker, Visitor flooder) {
    List<String> order = null;
    for (Task<List<String>> each : hearing) {
      List<String> lines = each.result();
      List<String> common = lines.subList(lines.indexOf(flooder.says("login")), lines.size());
      order = order == null ? common : order;
      assertEquals(order, common);
    }
    List<String> said =
        Stream.of(TestClient.numbered(LINES, "before"), TestClient.numbered(LINES, "after"))
            .flatMap(Stream::of)
            .map(talker::says)
            .toList();
    String prefix = talker.says("");
    assertEquals(
        said, order.stream().filter(l -> l.startsWith(prefix)).limit(said.size()).toList());
    int announced = order.indexOf("server: sorry for that");
    List<String> after = order.subList(announced, order.size());
    assertEquals(1, Collections.frequency(order, "server: sorry for that"));
    assertEquals(1, Collections.frequency(order, flooder.says("flooder", "kicked leave out")));
    assertEquals(
        List.of(),
        after.stream()
            .skip(1)
            .filter(l -> !l.startsWith(prefix) && !l.endsWith(":login out"))
            .toList(),
        "nobody of the abusers");
  }
}
