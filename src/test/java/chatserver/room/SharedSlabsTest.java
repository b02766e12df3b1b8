package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All clients read from the same memory, which is filled anew once nobody reads from it any more.
 * Here they read at different speeds, come and go, and compare every byte.
 */
class SharedSlabsTest {
  private static final int STREAM_BYTES = 48 * 1024 * 1024;
  private static final int MOST_BEHIND = 2 * 1024 * 1024;
  private static final int CLIENTS = 5;
  private static final byte[] NOTHING = {};

  /** All lines, one behind the other. Written before they are handed out. */
  private final byte[] stream = new byte[STREAM_BYTES];

  private final Batch batch = new Batch();
  private int port;

  /** A client and its writer. */
  private final class Client {
    final Guest guest = new Guest("192.0.2.1:" + port++);
    final int start;
    final Task<Integer> writer;
    final Random random = new Random(port);
    final int atOnce = 1 << 9 + random.nextInt(10);

    Client() {
      start = (int) batch.end();
      guest.member().setHeard(start);
      writer = Task.start(this::drain);
    }

    /** Returns the position behind the last byte it got. */
    private int drain() throws IOException {
      Outbox outbox = guest.outbox();
      Sink sink = new Sink(atOnce);
      int position = start;
      for (Parcel parcel = outbox.take(); parcel != null; parcel = outbox.take()) {
        while (parcel.bytes() > 0) {
          parcel.writeTo(sink);
          byte[] got = sink.bytes();
          int end = position + got.length;
          if (!Arrays.equals(got, 0, got.length, stream, position, end)) {
            throw new AssertionError("not what was said, behind " + position);
          }
          position = end;
          Thread.yield();
        }
      }
      outbox.abandon();
      return position;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void memoryIsUsedAgainButNeverWhileSomebodyStillReadsIt(long seed) {
    Random random = new Random(seed);
    long before = directMemory();
    long most = 0;
    List<Client> online = new ArrayList<>();
    List<Client> gone = new ArrayList<>();
    while (batch.end() < STREAM_BYTES - SlabPool.SLAB_BYTES * 2) {
      while (online.size() < CLIENTS) {
        online.add(new Client()); // in the middle of a batch, too
      }
      say(random, online);
      if (random.nextInt(40) == 0) {
        handOut(online, 0);
        most = Math.max(most, directMemory());
        waitForTheSlowest(online);
      }
      if (random.nextInt(4000) == 0) {
        Client leaver = online.remove(random.nextInt(online.size()));
        leaver.guest.outbox().discard();
        gone.add(leaver);
      }
    }
    handOut(online, 0);
    for (Client client : online) {
      client.guest.outbox().close();
      assertEquals((int) batch.end(), client.writer.result());
    }
    for (Client client : gone) {
      assertTrue(client.writer.result() >= client.start);
    }
    long used = most - before;
    assertTrue(used < STREAM_BYTES / 3, () -> used + " bytes of memory for " + STREAM_BYTES);
  }

  private void say(Random random, List<Client> online) {
    boolean isHuge = random.nextInt(5000) == 0;
    byte[] text = new byte[isHuge ? SlabPool.SLAB_BYTES + 10 : random.nextInt(1500)];
    random.nextBytes(text);
    int bytes = Batch.lengthOf(NOTHING, text);
    if (!batch.hasRoomFor(bytes)) {
      handOut(online, bytes);
    }
    int position = (int) batch.end();
    System.arraycopy(text, 0, stream, position, text.length);
    stream[position + text.length] = '\r';
    stream[position + text.length + 1] = '\n';
    batch.add(NOTHING, text);
  }

  private void handOut(List<Client> online, int nextLineBytes) {
    for (Client client : online) {
      batch.handTo(client.guest.member());
    }
    batch.next(nextLineBytes);
  }

  private static void waitForTheSlowest(List<Client> online) {
    for (Client client : online) {
      while (client.guest.outbox().backlog() > MOST_BEHIND && !client.writer.isDone()) {
        Thread.yield();
      }
    }
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getTotalCapacity)
        .sum();
  }
}
