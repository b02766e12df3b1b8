package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final Roster roster = new Roster();
  private long joins;

  private Member join(String address) {
    Member member = new Guest(address).member();
    member.setNumber(++joins);
    roster.add(member);
    return member;
  }

  private String list() {
    return UTF_8.decode(roster.list()).toString();
  }

  @Test
  void itKnowsWhoIsOnline() {
    Member alice = join("192.0.2.1:1001");
    assertTrue(roster.contains(alice));
    assertSame(alice, roster.at("192.0.2.1:1001"));
    assertNull(roster.at("192.0.2.2:1002"));
    assertEquals(1, roster.size());
    assertEquals(List.of(alice), List.copyOf(roster.members()));
  }

  @Test
  void itRemovesTheMemberNotWhoeverHoldsItsAddressByNow() {
    Member ghost = join("192.0.2.1:1001");
    Member heir = join("192.0.2.1:1001");
    assertFalse(roster.remove(ghost));
    assertFalse(roster.contains(ghost));
    assertTrue(roster.contains(heir));
    assertTrue(roster.remove(heir));
    assertFalse(roster.remove(heir));
    assertEquals(0, roster.size());
  }

  @Test
  void theListStaysTheSameUntilSomethingChanges() {
    Member alice = join("192.0.2.1:1001");
    assertSame(roster.list().array(), roster.list().array());
    String before = list();
    join("192.0.2.2:1002");
    assertNotEquals(before, list());
    roster.remove(alice);
    assertEquals("user list:\r\n192.0.2.2:1002:192.0.2.2:1002\r\n", list());
  }

  @Test
  void whoReadsTheListTakesNothingFromTheNextOne() {
    join("192.0.2.1:1001");
    String first = list();
    assertEquals(first, list());
  }

  /** Whoever asks after a change hears of it, however many ask and change at the same time. */
  @Test
  void aListIsNeverOlderThanWhatWasTrueWhenItWasAskedFor() throws InterruptedException {
    int members = 300;
    AtomicInteger joined = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1);
    Task<Void> reader =
        Task.start(
            () -> {
              started.countDown();
              int before;
              do {
                before = joined.get();
                long listed = list().lines().count() - 1;
                assertTrue(before <= listed, () -> listed + " are listed");
              } while (before < members);
            });
    started.await();
    for (int i = 0; i < members; i++) {
      join("192.0.2.1:" + i);
      joined.incrementAndGet();
    }
    reader.result();
  }
}
