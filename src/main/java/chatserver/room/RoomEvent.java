package chatserver.room;

import chatserver.protocol.Name;
import java.util.List;

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

  /** A client asks who is online, and expects an answer. */
  record AskedWho(Member member) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.answerWho(member);
    }
  }

  /** A client expects an answer, and gets this one: whole lines, their ends included. */
  record Answered(Member member, byte[] lines) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.answer(member, lines);
    }
  }

  /** A client is gone, or goes once it has got what is on its way to it. */
  record Left(Member member, LeaveReason reason) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.leave(member, reason);
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
