package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.metrics.Counters;
import chatserver.protocol.InvalidNameException;
import chatserver.protocol.Name;
import chatserver.protocol.Notice;
import java.util.List;
import java.util.stream.Stream;

/** A room without a broadcaster: guests act on it, and it delivers where the test says so. */
final class TestRoom {
  static final long BACKLOG = 1024 * 1024;

  private final Counters counters = new Counters();
  private final Room room;

  /** One with neither greeting nor history, where {@link #BACKLOG} bytes may wait for a member. */
  TestRoom() {
    this(new RoomConfig(List.of(), 0, BACKLOG, Long.MAX_VALUE));
  }

  TestRoom(RoomConfig config) {
    room = new Room(config, counters);
  }

  static Name name(String name) {
    try {
      return Name.parse(name);
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException(e);
    }
  }

  void join(Guest... guests) {
    for (Guest guest : guests) {
      room.join(guest.member());
    }
  }

  /** They join, and take all that waits for them by then. */
  void joinAndListen(Guest... guests) {
    join(guests);
    deliver();
    for (Guest guest : guests) {
      guest.receives();
    }
  }

  void observe(Guest guest) {
    room.observe(guest.member());
  }

  void say(Guest guest, String... texts) {
    room.say(guest.member(), Stream.of(texts).map(Guest::text).toList());
  }

  void whisper(Guest guest, String name, String text) {
    room.whisper(guest.member(), name, Name.keyOf(name), text);
  }

  void rename(Guest guest, String name) {
    room.rename(guest.member(), name(name));
  }

  void tell(Guest guest, String line) {
    room.tell(guest.member(), Notice.encode(line));
  }

  void askWho(Guest guest) {
    room.listMembers(guest.member());
  }

  void apply(RoomEvent event) {
    event.applyTo(room);
  }

  void leave(Guest guest) {
    leave(guest, LeaveReason.EXIT);
  }

  void leave(Guest guest, LeaveReason reason) {
    room.leave(guest.member(), reason, new byte[0]);
  }

  void leave(Guest guest, LeaveReason reason, String lastLine) {
    room.leave(guest.member(), reason, Notice.encode(lastLine));
  }

  /** What the broadcaster does where an event of this guest could not be applied. */
  void removeAfterDefect(Guest guest) {
    room.remove(guest.member(), LeaveReason.DEFECT);
  }

  /** As at any time but at a stop: who is too slow is evicted. */
  void deliver() {
    room.deliver();
  }

  boolean hasEnoughToDeliver() {
    return room.hasEnoughToDeliver();
  }

  void stop() {
    room.stop();
  }

  /** The lines that answer {@code who}. */
  List<String> who() {
    return Sink.linesOf(new String(room.roster().list(), UTF_8));
  }

  Roster roster() {
    return room.roster();
  }

  Counters counters() {
    return counters;
  }

  long evictions() {
    return counters.evictions.sum();
  }

  long retainedSlabs() {
    return room.retainedBytes() / Slab.BYTES;
  }
}
