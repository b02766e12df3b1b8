package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.protocol.InvalidNameException;
import chatserver.protocol.Name;
import java.util.List;
import java.util.stream.Stream;

/** A room without a broadcaster: guests act on it, and hear of it where the test hands out. */
final class TestRoom {
  static final long BACKLOG = 1024 * 1024;

  private final Room room;

  /** One with neither greeting nor history, where {@link #BACKLOG} bytes may wait for a member. */
  TestRoom() {
    this(new RoomConfig(List.of(), 0, BACKLOG, Long.MAX_VALUE));
  }

  TestRoom(RoomConfig config) {
    room = new Room(config);
  }

  void join(Guest... guests) {
    for (Guest guest : guests) {
      room.join(guest.member());
    }
  }

  /** They join, and have taken all that they heard by then. */
  void joinAndListen(Guest... guests) {
    join(guests);
    handOut();
    for (Guest guest : guests) {
      guest.hears();
    }
  }

  void say(Guest guest, String... texts) {
    room.say(guest.member(), Stream.of(texts).map(Guest::text).toList());
  }

  void sayTo(Guest guest, String name, String text) {
    room.sayTo(guest.member(), name, text);
  }

  void rename(Guest guest, String name) {
    room.rename(guest.member(), name(name));
  }

  private static Name name(String name) {
    try {
      return Name.parse(name);
    } catch (InvalidNameException e) {
      throw new IllegalArgumentException(e);
    }
  }

  void leave(Guest guest) {
    leave(guest, LeaveReason.EXIT);
  }

  void leave(Guest guest, LeaveReason reason) {
    room.leave(guest.member(), reason);
  }

  /** As at any time but before a stop: it drops who is too slow. */
  void handOut() {
    room.handOut(true);
  }

  void handOutBeforeAStop() {
    room.handOut(false);
  }

  void stop() {
    room.stop();
  }

  void askWho(Guest guest) {
    room.answerWho(guest.member());
  }

  /** The lines that answer {@code who}. */
  List<String> who() {
    return Sink.linesOf(new String(room.roster().list(), UTF_8));
  }

  Roster roster() {
    return room.roster();
  }

  RoomStats stats() {
    return room.stats();
  }
}
