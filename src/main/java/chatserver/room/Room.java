package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.protocol.Name;
import chatserver.protocol.Notice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is online, who is called what, and what everyone hears.
 *
 * <p>Only the broadcaster calls the methods here, so there is nothing to lock: names are unique
 * because one thread gives them out, the order of lines is one because one thread writes them down,
 * and a leave is said once because members are removed in one place.
 *
 * <p>What everyone hears is one stream of bytes. Events add lines to its present {@link Batch};
 * {@link #handOut} gives each member its part of that: all of it, or what came behind its own login
 * line. What one member alone hears ({@link #tell}) stands between the lines where it was said.
 */
final class Room {
  private static final byte[] NOBODY = {};

  private final RoomConfig config;
  private final byte[] greeting;
  private final History history;
  private final Roster roster = new Roster();
  private final List<Member> observers = new ArrayList<>(); // they hear all, and nobody sees them
  private final RoomStats stats = new RoomStats();
  private final Map<String, Member> holders = new HashMap<>(); // by the key of their name
  private final Batch batch = new Batch();
  private final List<Member> tooSlow = new ArrayList<>();
  private final Leavers leavers;
  private final HeapBudget heap;
  private boolean isEvicting;
  private boolean stopped;

  Room(RoomConfig config) {
    this.config = config;
    this.greeting = Notice.encode(config.greeting());
    this.history = new History(config.historyLines());
    this.leavers = new Leavers(config.maxHeld());
    this.heap = new HeapBudget(config.maxHeld(), roster, leavers);
  }

  Roster roster() {
    return roster;
  }

  RoomStats stats() {
    return stats;
  }

  void join(Member member) {
    if (stopped) {
      member.dismiss(LeaveReason.STOP);
      return;
    }
    Member ghost = roster.at(member.address());
    if (ghost != null) { // its connection is gone, or goes to another address of this machine
      leave(ghost, LeaveReason.BROKEN);
    }
    stats.joined();
    holders.put(member.name().key(), member);
    append(member.prefix(), Notice.LOGIN);
    member.setHeard(batch.end());
    member.outbox().reply(welcome(member)); // however long, it makes nobody too slow
    roster.add(member);
  }

  /** All that a newcomer hears up to its own login line, and that it is here: in one piece. */
  private byte[] welcome(Member member) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(256);
    lines.writeBytes(greeting);
    history.writeTo(lines);
    for (String text : List.of(Notice.LOGIN, Notice.HERE)) {
      lines.writeBytes(member.prefix());
      lines.writeBytes(Notice.encode(text));
    }
    return lines.toByteArray();
  }

  /** Somebody hears all from now on, and is not online. */
  void observe(Member member) {
    member.setHeard(batch.end());
    observers.add(member);
  }

  void say(Member member, List<byte[]> texts) {
    if (!roster.contains(member)) {
      return;
    }
    for (byte[] text : texts) {
      append(member.prefix(), text);
      history.add(member.prefix(), text);
    }
  }

  void rename(Member member, Name name) {
    if (!roster.contains(member)) {
      return;
    }
    Member holder = holders.get(name.key());
    if (holder != null && holder != member) {
      tell(member, Notice.renameFailed(Notice.nameTaken(name.text())));
      return;
    }
    append(member.prefix(), Notice.RENAMED_TO + name.text());
    holders.remove(member.name().key(), member);
    holders.put(name.key(), member);
    member.setName(name);
    roster.changed();
    tell(member, Notice.RENAME_OK);
  }

  void sayTo(Member member, String name, String text) {
    if (!roster.contains(member)) {
      return;
    }
    Member target = holders.get(Name.keyOf(name));
    if (target == null) {
      tell(member, Notice.toFailed(Notice.nobodyNamed(name)));
      return;
    }
    String line =
        Notice.privately(member.address(), member.name().text(), target.name().text(), text);
    tell(target, line);
    if (target != member) {
      tell(member, line);
    }
  }

  void answerWho(Member member) {
    if (!roster.contains(member)) {
      return;
    }
    batch.handTo(member);
    byte[] list = roster.list();
    member.outbox().answerShared(list);
    heap.shared(list);
  }

  /** Answers one member, behind all that it has heard up to now. */
  void answer(Member member, byte[] lines) {
    if (!roster.contains(member)) {
      return;
    }
    batch.handTo(member);
    member.outbox().answer(lines);
    heap.said(lines.length);
  }

  void leave(Member member, LeaveReason reason) {
    if (observers.remove(member)) {
      member.dismiss(reason);
    }
    if (!roster.contains(member)) {
      return;
    }
    batch.handTo(member);
    roster.remove(member);
    holders.remove(member.name().key(), member);
    try {
      append(member.prefix(), reason.notice());
    } finally {
      member.dismiss(reason);
      if (reason.isOrderly()) {
        leavers.add(member);
      }
    }
  }

  /** Tells everyone, and sees everyone off without a further word. Nothing has an effect after. */
  void stop() {
    try {
      append(NOBODY, Notice.SHUTTING_DOWN);
      deliver(0);
    } finally {
      stopped = true;
      seeOff(roster.members());
      seeOff(observers);
    }
  }

  private void seeOff(Collection<Member> members) {
    for (Member member : List.copyOf(members)) {
      roster.remove(member);
      observers.remove(member);
      member.dismiss(LeaveReason.STOP);
    }
  }

  /** Drops a member that something went wrong with, whether it is in already or not. */
  void drop(Member member) {
    drop(member, LeaveReason.DEFECT);
  }

  private void drop(Member member, LeaveReason reason) {
    if (roster.contains(member) || observers.contains(member)) {
      leave(member, reason);
    } else {
      member.dismiss(reason);
    }
  }

  /** Whether a batch's worth of lines has come together, for all or for some. */
  boolean isEnoughToHandOut() {
    return batch.isFull() || heap.bytesOfBatch() >= Batch.ENOUGH_BYTES;
  }

  /**
   * Hands everyone what everyone has yet to hear. A member for which too much waits by now is
   * dropped, but only behind the loop over all.
   *
   * @param evicting false before a stop: nobody is lost for the little that is left to be said
   */
  void handOut(boolean evicting) {
    isEvicting = evicting;
    heap.handedOut();
    leavers.prune(batch.end());
    do {
      deliver(0);
      List.copyOf(tooSlow).forEach(this::evict);
      if (evicting) {
        heap.tooMuchFor().forEach(this::evict);
      }
    } while (!batch.isEmpty());
  }

  private void evict(Member member) {
    if (roster.contains(member)) {
      stats.evicted();
    }
    drop(member, LeaveReason.TOO_SLOW);
  }

  private void deliver(int nextLineBytes) {
    tooSlow.clear();
    roster.members().forEach(this::deliverTo);
    observers.forEach(this::deliverTo);
    stats.handedOut(batch.lines(), roster.size());
    batch.next(nextLineBytes);
  }

  private void deliverTo(Member member) {
    if (isEvicting && member.outbox().backlog() > config.maxBacklog()) {
      tooSlow.add(member); // by what waited before: no batch is too much for one that keeps up
    }
    batch.handTo(member);
  }

  private void append(byte[] prefix, String text) {
    append(prefix, text.getBytes(UTF_8));
  }

  private void append(byte[] prefix, byte[] text) {
    int bytes = Batch.lengthOf(prefix, text);
    if (!batch.hasRoomFor(bytes)) {
      deliver(bytes);
    }
    batch.add(prefix, text);
  }

  /** Says something to one member alone, behind all that it has heard up to now. */
  private void tell(Member member, String line) {
    batch.handTo(member);
    byte[] bytes = Notice.encode(line);
    member.outbox().offer(bytes);
    heap.said(bytes.length);
  }
}
