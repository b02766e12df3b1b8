package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {
  private final Roster roster = new Roster();

  private Member join(String address) {
    Member member = new Guest(address).member();
    roster.add(member);
    return member;
  }

  private List<String> list() {
    assertEquals(roster.list().length, roster.listBytes());
    return Sink.linesOf(new String(roster.list(), UTF_8));
  }

  @Test
  void itKnowsWhoIsOnline() {
    assertEquals(0, roster.size());
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
    roster.remove(ghost);
    assertFalse(roster.contains(ghost));
    assertTrue(roster.contains(heir));
    assertSame(heir, roster.holderOf("192.0.2.1:1001"));
    assertEquals(List.of("user list:", "192.0.2.1:1001:192.0.2.1:1001"), list());
    roster.remove(heir);
    roster.remove(heir);
    assertEquals(0, roster.size());
    assertNull(roster.holderOf("192.0.2.1:1001"));
    assertEquals(List.of("user list:"), list());
  }

  @Test
  void aNameIsHeldUntilItsHolderTakesAnotherOrIsRemoved() {
    Member alice = join("192.0.2.1:1001");
    roster.rename(alice, TestRoom.name("Alice"));
    assertSame(alice, roster.holderOf("alice"));
    assertNull(roster.holderOf("192.0.2.1:1001"));
    assertEquals(List.of("user list:", "192.0.2.1:1001:Alice"), list());
    roster.rename(alice, TestRoom.name("ALICE"));
    assertSame(alice, roster.holderOf("alice"));
    roster.remove(alice);
    assertNull(roster.holderOf("alice"));
    assertEquals(List.of("user list:"), list());
  }

  @Test
  void theLargestBacklogIsThatOfTheMemberThatIsMostBehind() {
    assertEquals(0, roster.largestBacklog());
    join("192.0.2.1:1001");
    offer(join("192.0.2.2:1002"), 300);
    offer(join("192.0.2.3:1003"), 20);
    assertEquals(300, roster.largestBacklog());
  }

  private static void offer(Member member, int bytes) {
    Stretches stretches = new Stretches();
    SlabLog.ofPublicLines(new SlabPool(Long.MAX_VALUE)).append(new byte[bytes], stretches);
    member.outbox().offer(stretches, 0);
  }

  @Test
  void theMembersCannotBeChangedFromOutside() {
    join("192.0.2.1:1001");
    assertThrows(UnsupportedOperationException.class, () -> roster.members().clear());
  }
}
