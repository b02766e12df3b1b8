package chatserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.room.Broadcaster;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import chatserver.room.Outbox;
import chatserver.room.RoomConfig;
import chatserver.room.RoomEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What ends a client and cannot be brought about from outside: a defect in one of its threads, and
 * two ends at once.
 */
class ClientTest {
  private static final int MAX_BACKLOG = 16 * 1024 * 1024;

  private final AtomicReference<String> failing = new AtomicReference<>();
  private final Broadcaster broadcaster =
      new Broadcaster(
          new RoomConfig(ServerConfig.builder().build().greeting(), 0, MAX_BACKLOG, Long.MAX_VALUE),
          System::nanoTime);
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Services services =
      new Services(
          ServerConfig.builder().threads(ThreadKind.PLATFORM).maxRate(0).build(),
          broadcaster,
          timer,
          new Admission(2, 0),
          new Gate(),
          new Traffic(),
          this::nanoTime);
  private final Clients clients = new Clients(services);
  private ServerSocketChannel listener;
  private Thread acceptor;
  private Thread room;

  /** A clock that fails, once, in a thread of a test's choice: it is asked before each call. */
  private long nanoTime() {
    if (Thread.currentThread().getName().equals(failing.get())) {
      failing.set(null);
      throw new IllegalStateException("a defect, made by this test");
    }
    return System.nanoTime();
  }

  @BeforeEach
  void start() throws Exception {
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    room = new Thread(broadcaster, "broadcaster");
    room.start();
    acceptor = new Thread(new Acceptor(listener, clients, services), "acceptor");
    acceptor.start();
  }

  @AfterEach
  void stop() throws Exception {
    listener.close();
    broadcaster.stop(TestClient.DEADLINE);
    clients.cutOff();
    clients.awaitNone(TestClient.DEADLINE.toNanos());
    broadcaster.close();
    timer.shutdownNow();
    acceptor.join();
    room.join();
    assertEquals(0, ServerThreads.thatDoNotEnd().size());
  }

  private TestClient join() throws Exception {
    return join(0).expectWelcome();
  }

  private TestClient join(int receiveBuffer) throws Exception {
    return TestClient.connect((InetSocketAddress) listener.getLocalAddress(), receiveBuffer);
  }

  private static Set<Thread> threadsOf(TestClient client) {
    Set<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().endsWith(client.address()))
            .collect(Collectors.toSet());
    assertEquals(2, threads.size());
    return threads;
  }

  @Test
  void whoComesWhenAllAreClosedIsNotLetIn() throws Exception {
    clients.close();
    try (TestClient late = join(0)) {
      late.expectEnd();
    }
    assertEquals(0, broadcaster.roster().size());
    clients.awaitNone(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reader-", "writer-"})
  void aDefectInAThreadOfOneClientEndsThatClientAlone(String thread) throws Exception {
    try (TestClient witness = join();
        TestClient victim = join()) {
      witness.expect(victim.says("login"));
      victim.send("rename|Bob");
      victim.expect(victim.says("renamed to Bob"), "rename ok");
      witness.expect(victim.says("renamed to Bob"));
      Set<Thread> threads = threadsOf(victim);

      failing.set(thread + victim.address());
      victim.send("hello");
      String line = witness.readLine();
      if (line.equals(victim.says("Bob", "hello"))) {
        line = witness.readLine();
      }
      assertEquals(victim.says("Bob", "login out"), line);
      victim.awaitEnd();
      for (Thread each : threads) {
        each.join(TestClient.DEADLINE.toMillis());
        assertFalse(each.isAlive(), each::getName);
      }
      assertEquals(1, broadcaster.roster().size());
      try (TestClient next = join()) { // there is a place again, and the name is free
        next.send("rename|Bob");
        next.expect(next.says("renamed to Bob"), "rename ok");
        witness.expect(next.says("login"), next.says("renamed to Bob"));
      }
      assertTrue(room.isAlive() && acceptor.isAlive());
    }
  }

  /** It says that it goes, and before the room hears of it, it has to be dropped as too slow. */
  @Test
  void aClientThatExitsWhileItIsDroppedAsTooSlowIsNotForgotten() throws Exception {
    Member talker = new Member("talker", new Outbox(System::nanoTime), reason -> {});
    CountDownLatch goOn = new CountDownLatch(1);
    Member blocker = new Member("blocker", new Outbox(System::nanoTime), reason -> await(goOn));
    try (TestClient deaf = join(4096)) {
      deaf.expectWelcome();
      Set<Thread> threads = threadsOf(deaf);
      broadcaster.submit(new RoomEvent.Joined(talker));
      broadcaster.submit(new RoomEvent.Joined(blocker));
      broadcaster.submit(new RoomEvent.Said(talker, megabytes(8))); // more than the kernel takes
      awaitQueued(0);
      broadcaster.submit(new RoomEvent.Left(blocker, LeaveReason.EXIT)); // the room stands still
      awaitQueued(0);
      broadcaster.submit(new RoomEvent.Said(talker, megabytes(16)));
      deaf.send("exit");
      awaitQueued(2);
      goOn.countDown();

      for (Thread each : threads) {
        each.join(TestClient.DEADLINE.toMillis());
        assertFalse(each.isAlive(), each::getName);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitQueued(int events) {
    long deadline = System.nanoTime() + TestClient.DEADLINE.toNanos();
    while (broadcaster.queued() != events) {
      assertTrue(System.nanoTime() - deadline < 0, "the queue does not move");
      Thread.onSpinWait();
    }
  }

  private static List<byte[]> megabytes(int count) {
    return Collections.nCopies(16 * count, new byte[64 * 1024]);
  }
}
