package chatserver.room;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One order for all, whatever they do: a long random talk. */
class RoomOrderTest {
  /**
   * Whatever happens, each member receives one stretch of the same sequence: from its login to what
   * was said before its leave.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyoneReceivesOneStretchOfOneSequence(long seed) {
    RoomConfig config =
        new RoomConfig(List.of(), 0, 128 * 1024, Long.MAX_VALUE); // so that some are evicted
    TestRoom room = new TestRoom(config);
    Random random = new Random(seed);
    Guest witness = new Guest("203.0.113.1:1");
    room.join(witness);
    List<Guest> everyone = new ArrayList<>();
    List<List<String>> received = new ArrayList<>();
    List<Guest> online = new ArrayList<>();
    List<String> sequence = new ArrayList<>();
    int ports = 2;
    for (int step = 0; step < 1_500; step++) {
      online.removeIf(guest -> !guest.left().isEmpty()); // evicted
      int dice = random.nextInt(100);
      Guest someone = online.isEmpty() ? null : online.get(random.nextInt(online.size()));
      if (dice < 10 || someone == null) {
        Guest newcomer = Guest.thatDiscardsNothing("203.0.113.1:" + ports++);
        room.join(newcomer);
        everyone.add(newcomer);
        received.add(new ArrayList<>());
        online.add(newcomer);
      } else if (dice < 19) {
        room.leave(someone);
        online.remove(someone);
      } else if (dice < 30) {
        room.rename(someone, "name" + random.nextInt(20));
      } else if (dice < 35) {
        room.whisper(someone, "name" + random.nextInt(20), "psst");
      } else if (dice < 85) {
        room.say(someone, "step " + step, "x".repeat(random.nextInt(2_000)));
      } else if (dice < 95) {
        room.deliver();
        sequence.addAll(witness.receives());
      } else {
        int listener = random.nextInt(everyone.size());
        received.get(listener).addAll(everyone.get(listener).receives());
      }
    }
    room.deliver();
    sequence.addAll(witness.receives());
    assertEquals(sequence.size() - 1, room.counters().linesBroadcast.sum());

    for (int i = 0; i < everyone.size(); i++) {
      Guest guest = everyone.get(i);
      List<String> all = received.get(i);
      all.addAll(guest.receives());
      assertEquals(List.of(guest.says("login"), guest.says("I am here")), all.subList(0, 2));
      all.remove(1);
      all.removeIf(line -> !line.startsWith("[") || line.contains("->"));
      int from = sequence.indexOf(guest.says("login"));
      List<String> stretch = sequence.subList(from, from + all.size());
      assertEquals(stretch, all);
      int end = from + all.size();
      if (online.contains(guest)) {
        assertEquals(sequence.size(), end);
      } else {
        assertEquals(1, guest.left().size());
        String notice = guest.left().get(0).notice();
        assertEquals(guest.says(guest.member().name().text(), notice), sequence.get(end));
      }
    }
  }
}
