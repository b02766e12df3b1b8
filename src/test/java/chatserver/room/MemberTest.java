package chatserver.room;

import static chatserver.room.Guest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chatserver.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberTest {
  private static final RoomEvent EVENT = new RoomEvent.ShutdownBegan();

  private static final String ADDRESS = "192.0.2.1:1001";

  private Member listening; // of a test with a listener of its own
  private final Member member = new Member(new Peer(ADDRESS), new ManualClock(), reason -> {});

  @Test
  void itsFirstNameIsItsAddress() {
    assertEquals(ADDRESS, member.name().text());
    assertEquals("[" + ADDRESS + "]" + ADDRESS + ":", new String(member.prefix(), UTF_8));
    assertEquals(ADDRESS + ":" + ADDRESS + "\r\n", new String(member.listing(), UTF_8));
    assertEquals(ADDRESS, member.toString());
  }

  @Test
  void theLogShowsBothAddressesWhereItsRealOneIsHidden() {
    Peer hidden = new Peer("k3j9x2ab:1001", ADDRESS, "192.0.2.9:8000");
    Member member = new Member(hidden, new ManualClock(), reason -> {});
    assertEquals(ADDRESS + " as k3j9x2ab:1001", member.toString());
    member.setName(TestRoom.name("Alice"));
    assertEquals(ADDRESS + " as k3j9x2ab:1001 (Alice)", member.toString());
  }

  @Test
  void allThatTellsItsNameTellsTheNewOne() {
    member.setName(TestRoom.name("Alice"));
    assertEquals("Alice", member.name().text());
    assertEquals("[" + ADDRESS + "]Alice:", new String(member.prefix(), UTF_8));
    assertEquals(ADDRESS + ":Alice\r\n", new String(member.listing(), UTF_8));
    assertEquals(ADDRESS + " (Alice)", member.toString());
  }

  @Test
  void aListenerThatFailsToHearOfItsNameHarmsNobody() {
    TestRoom room = new TestRoom();
    List<String> names = new ArrayList<>();
    Member.Listener failing =
        new Member.Listener() {
          @Override
          public void onLeft(LeaveReason reason) {}

          @Override
          public void onRenamed(String before) {
            names.add(before + " to " + listening.name().text());
            throw new IllegalStateException("a listener that fails, as it should in this test");
          }
        };
    listening = new Member(new Peer(ADDRESS), new ManualClock(), failing);
    Guest bob = new Guest("192.0.2.2:1002");
    room.join(bob);
    room.apply(new RoomEvent.Joined(listening));
    room.apply(new RoomEvent.Renamed(bob.member(), TestRoom.name("Bob")));
    for (String name : List.of("Alice", "Bob", "Ann")) {
      room.apply(new RoomEvent.Renamed(listening, TestRoom.name(name)));
    }
    assertEquals(List.of(ADDRESS + " to Alice", "Alice to Ann"), names);
  }

  @Test
  void aReaderThatAsksWaitsUntilItsAnswersAreWrittenAndOneThatSpeaksDoesNot() {
    EventPermit permit = member.permit();
    Outbox outbox = member.outbox();
    permit.release(EVENT);
    Stretches answers = new Stretches();
    SlabLog.ofPrivateLines(new SlabPool(Slab.BYTES)).append(text("x".repeat(65 * 1024)), answers);
    outbox.offer(answers, 0);
    assertTrue(permit.acquire(EVENT));
    permit.release(EVENT);
    Task<Boolean> asking = Task.start(() -> permit.acquireToAsk(EVENT) && !outbox.isFull());
    Task<Stretches> writing = Task.start(() -> outbox.next(outbox.next(0).bytes()));
    assertTrue(asking.result());
    outbox.close();
    writing.result();
  }
}
