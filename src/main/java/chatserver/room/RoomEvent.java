package chatserver.room;

import chatserver.protocol.Name;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Something that changes the room, or has its place in the room's one order. Any thread may make
 * and submit one; only the broadcaster applies it.
 */
public sealed interface RoomEvent {
  /** Called by the broadcaster, once. */
  void applyTo(Room room);

  /** Whom the event is about, or null: the one to end where applying it fails. */
  default Member member() {
    return null;
  }

  /** It will not be applied: the broadcaster has ended, or could not do it. */
  default void forget() {}

  /** A client came. */
  record Joined(Member member) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.join(member);
    }
  }

  /** Somebody comes who hears all that everyone hears, and whom nobody sees. */
  record Observing(Member member) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.observe(member);
    }
  }

  /** A client said one or more lines: clean UTF-8, without line ends. */
  record Said(Member member, List<byte[]> texts) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.say(member, texts);
    }
  }

  /** A client asks for another name. */
  record Renamed(Member member, Name name) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.rename(member, name);
    }
  }

  /** A client says something to the holder of one name alone. */
  record SaidTo(Member member, String name, String text) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.sayTo(member, name, text);
    }
  }

  /** A client is gone, or goes once it has got what is on its way to it. */
  record Left(Member member, LeaveReason reason) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.leave(member, reason);
    }
  }

  /** Somebody waits until all that was submitted before has reached the outboxes. */
  record Sync(CountDownLatch done) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.sync(done);
    }

    @Override
    public void forget() {
      done.countDown();
    }
  }

  /** The server stops: the last event that has an effect. */
  record Stopped() implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.stop();
    }
  }
}
