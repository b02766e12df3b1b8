package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.control.OperationFailedException;
import chatserver.protocol.Notice;
import chatserver.room.ManualClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bans, for sessions over loopback that are told they come from elsewhere. */
class BanTest {
  @RegisterExtension final TestRoom room = new TestRoom();
  @RegisterExtension final SocketPair first = new SocketPair();
  @RegisterExtension final SocketPair second = new SocketPair();

  private final RunningClock clock = new RunningClock(System::nanoTime);
  private final RecordingTimer timer = new RecordingTimer(new ManualClock());
  private final Services services =
      room.services(TestServer.config(config -> config.maxPerAddress = 0), timer, clock);
  private final AccessControl access;
  private final Sessions sessions;
  private final ServerOperations operations;

  BanTest() throws IOException {
    access = new AccessControl(Optional.empty(), Instant::now, services.counters());
    sessions = new Sessions(services, access);
    operations = new ServerOperations(services, sessions, access, () -> {});
  }

  @AfterEach
  void close() throws InterruptedException {
    sessions.close();
    sessions.awaitNone(Duration.ofSeconds(20).toNanos());
    timer.shutdownNow();
  }

  private void join(SocketPair pair, String ip) throws IOException {
    sessions.start(pair.accepted(), endpoints(ip));
    assertEquals(List.of("[" + shown(ip) + "]" + shown(ip) + ":login"), room.hears());
  }

  private static Endpoints endpoints(String ip) {
    return new Endpoints(new InetSocketAddress(ip, 1000), new InetSocketAddress("192.0.2.9", 8000));
  }

  private static String shown(String ip) {
    return PeerAddress.format(new InetSocketAddress(ip, 1000));
  }

  private String refusal(String ip) {
    return access.refusal(new InetSocketAddress(ip, 1000).getAddress()).orElse("comes in");
  }

  private static String lastLine(SocketChannel client) throws IOException {
    String all = new String(client.socket().getInputStream().readAllBytes());
    return all.substring(all.lastIndexOf(Notice.LINE_END, all.length() - 3) + 2).strip();
  }

  @Test
  void everyoneFromThereIsKickedAndNobodyComesBack() throws Exception {
    join(first, "192.0.2.1");
    join(second, "198.51.100.1");
    operations.ban("192.0.2.0/24", Duration.ofHours(1), "spam");
    assertEquals("banned: spam", lastLine(first.client()));
    assertEquals(List.of("[192.0.2.1:1000]192.0.2.1:1000:kicked leave out"), room.hears());
    assertEquals("banned: spam", refusal("192.0.2.255"));
    assertEquals("comes in", refusal("198.51.100.1"));
    operations.unban("192.0.2.0/24");
    assertEquals("comes in", refusal("192.0.2.255"));
    assertEquals(1, services.counters().refusedBanned.sum());
    assertEquals(1, services.counters().kicked.sum());
  }

  @Test
  void aBanByNameIsOneOfTheAddressAndOfIpv6ItsWhole64() throws Exception {
    join(first, "2001:db8::1");
    join(second, "2001:db8::2");
    operations.ban("[2001:db8::2]:1000", Duration.ZERO, "");
    assertEquals(2, room.hears().size());
    assertEquals("banned", lastLine(first.client()));
    assertEquals("banned", lastLine(second.client()));
    assertEquals(List.of("2001:db8::/64 for ever"), operations.bans().toList());
    assertEquals("banned", refusal("2001:db8::ffff"));
    assertEquals("comes in", refusal("2001:db8:0:1::1"));
  }

  @Test
  void everyoneFromThereIsKickedAlsoWhereTheBanCannotBeWritten(@TempDir Path folder)
      throws Exception {
    Optional<Path> missing = Optional.of(folder.resolve("missing").resolve("bans"));
    AccessControl unwritable = new AccessControl(missing, Instant::now, services.counters());
    ServerOperations failing = new ServerOperations(services, sessions, unwritable, () -> {});
    join(first, "192.0.2.1");
    Throwable e =
        assertThrows(
            OperationFailedException.class, () -> failing.ban("192.0.2.1", Duration.ZERO, "spam"));
    assertTrue(e.getMessage().startsWith("banned, but not written down: "), e.getMessage());
    assertEquals(List.of("[192.0.2.1:1000]192.0.2.1:1000:kicked leave out"), room.hears());
    assertEquals("banned: spam", lastLine(first.client()));
  }

  /** It was accepted before the ban, and is admitted behind it. */
  @Test
  void nobodySlipsInWhileABanIsMade() throws Exception {
    operations.ban("192.0.2.1", Duration.ZERO, "");
    Endpoints endpoints = endpoints("192.0.2.1");
    assertThrows(IOException.class, () -> sessions.start(first.accepted(), endpoints));
    assertEquals(List.of(), room.hears());
  }
}
