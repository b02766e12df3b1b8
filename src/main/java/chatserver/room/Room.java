package chatserver.room;

import chatserver.metrics.Counters;
import chatserver.protocol.Name;
import chatserver.protocol.Notice;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who is online, who is called what, and what everyone is sent.
 *
 * <p>Only the broadcaster calls the methods here, so there is nothing to lock: names are unique
 * because one thread assigns them, the order of lines is one because one thread writes them down,
 * and a leave is said once because members are removed in one place.
 *
 * <p>The public lines are one log. Events add lines to its present {@link Batch}; {@link #deliver}
 * offers each member its part of that: all of it, or what came behind its own login line. {@link
 * PrivateLines} are another log.
 */
final class Room {
  private final Counters counters;
  private final SlabPool pool;
  private final Batch batch;
  private final Roster roster = new Roster();
  private final PrivateLines privateLines;
  private final History history;
  private final PrivateLines.Shared greeting;
  private final PrivateLines.Shared lastLines;
  private final PrivateLines.Shared userList;
  private final Observers observers;
  private final Delivery delivery;

  Room(RoomConfig config, Counters counters) {
    this.counters = counters;
    this.pool = new SlabPool(config.maxRetained());
    this.batch = new Batch(SlabLog.ofPublicLines(pool));
    this.privateLines = new PrivateLines(SlabLog.ofPrivateLines(pool), batch, roster);
    this.history = new History(config.historyLines());
    this.greeting = privateLines.share(() -> Notice.encode(config.greeting()));
    this.lastLines = privateLines.share(history::lines);
    this.userList = privateLines.share(roster::list);
    this.observers = new Observers(config.maxObserverBacklog(), privateLines, counters);
    this.delivery =
        new Delivery(pool, batch, privateLines, roster, observers, config.maxBacklog(), counters);
  }

  Roster roster() {
    return roster;
  }

  Collection<Member> observers() {
    return observers.members();
  }

  /** Bytes that are kept for what waits, for all together. Any thread. */
  long retainedBytes() {
    return pool.retainedBytes();
  }

  void join(Member member) {
    if (member.stage == Member.Stage.LEFT) { // the operator was faster
      return;
    }
    Member holder = roster.at(member.address());
    if (holder != null && !holder.peer().equals(member.peer())) {
      byte[] farewell = Notice.encode(Notice.alreadyConnected(member.address()));
      leave(member, LeaveReason.ADDRESS_TAKEN, farewell);
      return;
    }
    if (holder != null) { // its connection is gone, but its reset was not yet seen
      leave(holder, LeaveReason.BROKEN);
    }
    roster.add(member);
    member.joined();
    userList.forget();
    counters.joined.increment();
    batch.add(member.prefix(), Notice.LOGIN);
    batch.begin(member);
    greet(member);
    privateLines.tell(member, lastLines);
    String prefix = Notice.prefix(member.address(), member.name().text());
    List<String> welcome = List.of(prefix + Notice.LOGIN, prefix + Notice.HERE);
    privateLines.tell(List.of(member), Notice.encode(welcome));
  }

  /** The first that a client gets, once; it may be online later, or never. */
  void greet(Member member) {
    if (member.stage == Member.Stage.NEW) {
      member.stage = Member.Stage.GREETED;
      delivery.watch(member);
      privateLines.tell(member, greeting);
    }
  }

  void setGreeting(List<String> lines) {
    greeting.replace(() -> Notice.encode(lines));
  }

  /** An observer gets all public lines from now on, and is not online. */
  void observe(Member member) {
    batch.begin(member);
    observers.add(member);
  }

  void say(Member member, List<byte[]> texts) {
    if (!roster.contains(member)) {
      return;
    }
    for (byte[] text : texts) {
      batch.add(member.prefix(), text);
      history.add(member.prefix(), text);
    }
    lastLines.forget();
  }

  void rename(Member member, Name name) {
    if (!roster.contains(member)) {
      return;
    }
    Member holder = roster.holderOf(name.key());
    if (holder != null && holder != member) {
      privateLines.tell(member, Notice.renameFailed(Notice.nameTaken(name.text())));
      return;
    }
    batch.add(member.prefix(), Notice.RENAMED_TO + name.text());
    String before = member.name().text();
    roster.rename(member, name);
    userList.forget();
    privateLines.tell(member, Notice.RENAME_OK);
    member.renamed(before);
  }

  void whisper(Member member, String name, String key, String text) {
    if (!roster.contains(member)) {
      return;
    }
    Member target = roster.holderOf(key);
    if (target == null) {
      privateLines.tell(member, Notice.toFailed(Notice.nobodyNamed(name)));
    } else if (target.outbox().isFull()) {
      privateLines.tell(member, Notice.toFailed(Notice.doesNotKeepUp(target.name().text())));
    } else {
      String from = member.name().text();
      String line = Notice.privately(member.address(), from, target.name().text(), text);
      privateLines.tell(Stream.of(target, member).distinct().toList(), Notice.encode(line));
    }
  }

  void listMembers(Member member) {
    if (roster.contains(member)) {
      privateLines.tell(member, userList);
    }
  }

  /** Tells one member something, whether it is online or not. */
  void tell(Member member, byte[] bytes) {
    if (!roster.contains(member)) {
      delivery.watch(member);
    }
    privateLines.tell(List.of(member), bytes);
  }

  /** Removes a member, whether it is online already or not, once it has been told. */
  void leave(Member member, LeaveReason reason, byte[] farewell) {
    try {
      tell(member, farewell);
    } finally {
      leave(member, reason);
    }
  }

  /** Removes a member that has not joined yet. */
  void turnAway(Member member, byte[] farewell) {
    if (!roster.contains(member) && member.stage != Member.Stage.LEFT) {
      counters.refusedLocked.increment();
      leave(member, LeaveReason.LOCKED, farewell);
    }
  }

  void announce(String text) {
    batch.add(Notice.announcement(text));
  }

  private void leave(Member member, LeaveReason reason) {
    if (!roster.contains(member)) {
      if (member.stage != Member.Stage.LEFT) {
        member.left(reason); // an observer, or a client that was never online
      }
      return;
    }
    roster.remove(member); // first, so that it is gone whatever fails
    if (reason == LeaveReason.KICKED) {
      counters.kicked.increment();
    }
    delivery.watch(member);
    userList.forget();
    try {
      batch.offerTo(member);
    } finally {
      member.left(reason);
      batch.add(member.prefix(), reason.notice());
    }
  }

  /** Tells everyone, and removes everyone without a further word. Nothing has an effect after. */
  void stop() {
    try {
      batch.add(Notice.SHUTTING_DOWN);
      delivery.deliverLast();
    } finally {
      for (Member member : delivery.everyone()) {
        roster.remove(member);
        member.left(LeaveReason.STOP);
      }
    }
  }

  /** Ends a member at once, whether it is online, on its way out, or not there yet. */
  void remove(Member member, LeaveReason reason) {
    if (member.stage == Member.Stage.LEFT) {
      member.left(reason);
    } else {
      leave(member, reason);
    }
  }

  /** What everyone is still to get. */
  long bytesToDeliver() {
    return batch.bytes();
  }

  /** Whether a batch is full, or memory has become short. */
  boolean hasEnoughToDeliver() {
    return delivery.isDue();
  }

  /** Offers everyone the lines that events have added, and evicts slow consumers. */
  void deliver() {
    delivery.deliver(this::evict);
  }

  private void evict(Member member) {
    counters.evictions.add(roster.contains(member) ? 1 : 0);
    remove(member, LeaveReason.TOO_SLOW);
  }
}
