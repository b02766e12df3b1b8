package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All clients read from the same memory, which is filled anew once it is released. Here they read
 * at different speeds, come and go, and compare every byte.
 */
class SharedSlabsTest {
  private static final int STREAM_BYTES = 48 * 1024 * 1024;
  private static final int MOST_BEHIND = 2 * 1024 * 1024;
  private static final int MOST_RETAINED = MOST_BEHIND + 4 * Slab.BYTES;
  private static final int CLIENTS = 5;
  private static final byte[] NOTHING = {};

  /** All lines, one behind the other. Written before they are offered. */
  private final byte[] stream = new byte[STREAM_BYTES];

  private final SlabPool pool = new SlabPool(Long.MAX_VALUE);
  private final SlabLog log = SlabLog.ofPublicLines(pool);
  private final Batch batch = new Batch(log);
  private int port;

  /** A client and its writer. */
  private final class Client {
    final Guest guest = new Guest("192.0.2.1:" + port++);
    final Semaphore mayLag = new Semaphore(MOST_BEHIND); // in bytes
    final int start = (int) log.end();
    final Random random = new Random(port);
    final int atOnce = 1 << 9 + random.nextInt(10);
    final Task<Integer> writer;
    int offered = start;

    Client() {
      batch.begin(guest.member());
      writer = Task.start(this::drain);
    }

    /** Returns the position behind the last byte it got. */
    private int drain() throws IOException {
      Outbox outbox = guest.outbox();
      Sink sink = new Sink(atOnce);
      int position = start;
      long written = 0;
      for (Stretches next = outbox.next(0); next != null; next = outbox.next(written)) {
        written = next.writeTo(sink);
        byte[] got = sink.bytes();
        int end = position + got.length;
        if (!Arrays.equals(got, 0, got.length, stream, position, end)) {
          throw new AssertionError("not what was said, behind " + position);
        }
        position = end;
        mayLag.release(got.length);
      }
      outbox.end();
      return position;
    }

    void offer() throws InterruptedException {
      batch.offerTo(guest.member());
      int end = (int) log.end();
      mayLag.acquire(end - offered);
      offered = end;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void memoryIsUsedAgainButNeverBeforeItIsReleased(long seed) throws InterruptedException {
    Random random = new Random(seed);
    List<Client> online = new ArrayList<>();
    List<Client> gone = new ArrayList<>();
    while (log.end() < STREAM_BYTES - 2 * Slab.BYTES) {
      while (online.size() < CLIENTS) {
        online.add(new Client()); // in the middle of a batch, too
      }
      say(random);
      if (batch.isFull() || random.nextInt(40) == 0) {
        deliver(online);
      }
      if (random.nextInt(2000) == 0) {
        Client leaver = online.remove(random.nextInt(online.size()));
        leaver.guest.outbox().discard();
        gone.add(leaver);
      }
    }
    deliver(online);
    for (Client client : online) {
      client.guest.outbox().close();
      assertEquals((int) log.end(), client.writer.result());
    }
    for (Client client : gone) {
      assertTrue(client.writer.result() >= client.start);
    }
    assertTrue(gone.size() > CLIENTS, () -> "only " + gone.size() + " have gone");
    assertEquals(Slab.BYTES, pool.retainedBytes(), "only the one that is being filled");
  }

  private void say(Random random) {
    boolean isHuge = random.nextInt(5000) == 0;
    byte[] text = new byte[isHuge ? Slab.BYTES + 10 : random.nextInt(1500)];
    random.nextBytes(text);
    int position = (int) log.end();
    System.arraycopy(text, 0, stream, position, text.length);
    stream[position + text.length] = '\r';
    stream[position + text.length + 1] = '\n';
    batch.add(NOTHING, text);
  }

  private void deliver(List<Client> online) throws InterruptedException {
    for (Client client : online) {
      client.offer();
    }
    batch.next();
    long retained = pool.retainedBytes();
    assertTrue(retained <= MOST_RETAINED, () -> retained + " bytes of " + STREAM_BYTES);
  }
}
