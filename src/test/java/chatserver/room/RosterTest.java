package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
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

  private String list() {
    return new String(roster.list(), UTF_8);
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
    roster.remove(ghost);
    assertFalse(roster.contains(ghost));
    assertTrue(roster.contains(heir));
    assertEquals("user list:\r\n192.0.2.1:1001:192.0.2.1:1001\r\n", list());
    roster.remove(heir);
    roster.remove(heir);
    assertEquals(0, roster.size());
    assertEquals("user list:\r\n", list());
  }

  @Test
  void theListStaysTheSameUntilSomethingChanges() {
    Member alice = join("192.0.2.1:1001");
    assertSame(roster.list(), roster.list());
    String before = list();
    join("192.0.2.2:1002");
    assertNotEquals(before, list());
    roster.remove(alice);
    assertEquals("user list:\r\n192.0.2.2:1002:192.0.2.2:1002\r\n", list());
  }
}
