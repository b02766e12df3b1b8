package chatserver.room;

import chatserver.protocol.Name;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Something that changes the room, or has its place in the room's one order. Any thread may make
 * and submit one; only the broadcaster applies it.
 */
public sealed interface RoomEvent {
  /** Called by the broadcaster, once. */
  void applyTo(Room room);

  /** The member concerned, to be removed where applying the event fails; null for none. */
  default Member member() {
    return null;
  }

  /** A client has connected, and joins later. */
  record Arrived(Member member) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.greet(member);
    }
  }

  /** A client joins. */
  record Joined(Member member) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.join(member);
    }
  }

  /** An observer gets all public lines from now on, and nobody sees it. */
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

  /**
   * A client says something to the holder of one name alone.
   *
   * @param name as typed
   * @param key of that name; computed by the reader, because to normalise is expensive
   */
  record Whispered(Member member, String name, String key, String text) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.whisper(member, name, key, text);
    }
  }

  /** A client asks who is online. */
  record AskedWho(Member member) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.listMembers(member);
    }
  }

  /** Bytes for one client: an answer, a notice, or a reply to its telnet. */
  record Told(Member member, byte[] bytes) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.tell(member, bytes);
    }
  }

  /**
   * A client is gone, or goes once it has got what is on its way to it.
   *
   * @param farewell what it is told at the end; may be empty
   */
  record Left(Member member, LeaveReason reason, byte[] farewell) implements RoomEvent {
    private static final byte[] NONE = {};

    public Left(Member member, LeaveReason reason) {
      this(member, reason, NONE);
    }

    @Override
    public void applyTo(Room room) {
      room.leave(member, reason, farewell);
    }
  }

  /**
   * The operator removes clients, whether they have joined yet or not.
   *
   * @param farewell what each of them is told at the end
   */
  record Kicked(List<Member> members, byte[] farewell) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      members.forEach(member -> room.leave(member, LeaveReason.KICKED, farewell));
    }
  }

  /**
   * The operator lets nobody in any more. Clients that have joined stay.
   *
   * @param members some of which have not joined yet
   * @param farewell what these are told
   */
  record Locked(List<Member> members, byte[] farewell) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      members.forEach(member -> room.turnAway(member, farewell));
    }
  }

  /** The operator says something to everyone. */
  record Announced(String text) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.announce(text);
    }
  }

  /**
   * The operator asks who is online.
   *
   * @param answer gets them, in the order in which they joined
   */
  record Listed(CompletableFuture<List<Member>> answer) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      answer.complete(room.roster().inOrder());
    }
  }

  /** Newcomers are greeted with other lines from now on. */
  record GreetingChanged(List<String> lines) implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      room.setGreeting(lines);
    }
  }

  /** A stop begins: this wakes the broadcaster, which knows it otherwise. */
  record ShutdownBegan() implements RoomEvent {
    @Override
    public void applyTo(Room room) {
      // nothing to apply
    }
  }
}
