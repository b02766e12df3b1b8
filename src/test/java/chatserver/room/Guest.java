package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A member without a socket, which is its own writer: it takes what waits when the test says. */
final class Guest {
  /** Stands in no line. */
  private static final String MARK = "\0";

  private static final Stretches NOTHING = new Stretches();

  private final Member member;
  private final Outbox outbox;
  private final Stretches mark = new Stretches();
  private final List<LeaveReason> left = new CopyOnWriteArrayList<>();
  private boolean discards = true;

  Guest(String address) {
    this(address, new ManualClock());
  }

  Guest(String address, LongSupplier nanoClock) {
    this(address, nanoClock, reason -> {});
  }

  Guest(String address, Consumer<LeaveReason> listener) {
    this(address, new ManualClock(), listener);
  }

  /**
   * @param listener told that it is no longer online, while what waits for it is still there
   */
  Guest(String address, LongSupplier nanoClock, Consumer<LeaveReason> listener) {
    this(new Peer(address), nanoClock, listener);
  }

  private Guest(Peer peer, LongSupplier nanoClock, Consumer<LeaveReason> listener) {
    member = new Member(peer, nanoClock, reason -> left(reason, listener));
    outbox = member.outbox();
    SlabLog.ofPrivateLines(new SlabPool(Slab.BYTES)).append(text(MARK), mark);
  }

  static Guest of(Peer peer) {
    return new Guest(peer, new ManualClock(), reason -> {});
  }

  /** One whose listener fails when it is told that it is no longer online. */
  static Guest thatFailsToLeave(String address) {
    return thatFailsToLeave(address, new Error("a listener that fails, as it should in this test"));
  }

  static Guest thatFailsToLeave(String address, Error error) {
    return new Guest(
        address,
        reason -> {
          throw error;
        });
  }

  /** One that takes what waited for it when it was evicted. */
  static Guest thatDiscardsNothing(String address) {
    Guest guest = new Guest(address);
    guest.discards = false;
    return guest;
  }

  private void left(LeaveReason reason, Consumer<LeaveReason> listener) {
    left.add(reason);
    try {
      listener.accept(reason);
    } finally {
      if (reason.isOrderly() || !discards) {
        outbox.close();
      } else {
        outbox.discard();
      }
    }
  }

  /** From now on each offer to its outbox fails. */
  void breakOutbox() {
    try {
      var waiting = Outbox.class.getDeclaredField("waiting");
      waiting.setAccessible(true);
      waiting.set(outbox, null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  Member member() {
    return member;
  }

  String address() {
    return member.address();
  }

  Outbox outbox() {
    return outbox;
  }

  /** Why it left, each time it was told. */
  List<LeaveReason> left() {
    return List.copyOf(left);
  }

  /** The public line where it says this before it has taken another name. */
  String says(String text) {
    return says(address(), text);
  }

  /** The public line where it says this under this name. */
  String says(String name, String text) {
    return "[" + address() + "]" + name + ":" + text;
  }

  /** The private line where it says this to one alone. */
  String whispers(String from, String to, String text) {
    return "[" + address() + "]" + from + "->" + to + ":" + text;
  }

  /** All that waits for it now, which is written then. Never blocks. */
  List<String> receives() {
    outbox.offer(mark, 0); // so that there is something to take, unless it is closed
    Sink sink = new Sink();
    take(sink);
    return Sink.linesOf(sink.text().replace(MARK, ""));
  }

  /** The last lines of what it {@link #receives}; it takes the others, too. */
  List<String> receivesLast(int count) {
    List<String> all = receives();
    return all.subList(all.size() - count, all.size());
  }

  /** All that it gets before this line, which it takes, too. Blocks until then. */
  List<String> receivesUpTo(String line) {
    Sink sink = new Sink();
    List<String> received = new ArrayList<>();
    while (!received.contains(line)) {
      if (!take(sink)) {
        throw new AssertionError("closed before «" + line + "» behind " + received);
      }
      received.addAll(sink.lines());
    }
    return received.subList(0, received.indexOf(line));
  }

  /** Takes all that waits, and blocks where that is nothing; false at the end of the outbox. */
  private boolean take(Sink sink) {
    Stretches taken = outbox.next(0);
    if (taken == null) {
      return false;
    }
    synchronized (outbox) {
      sink.takeAll(taken);
    }
    outbox.offer(NOTHING, 0); // the outbox counts anew
    return true;
  }

  /** All that it gets up to the end of its outbox, as a writer takes it. Blocks until then. */
  List<String> receivesToTheEnd() {
    Sink sink = new Sink();
    try {
      long written = 0;
      for (Stretches next = outbox.next(0); next != null; next = outbox.next(written)) {
        written = next.writeTo(sink);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    outbox.end();
    return sink.lines();
  }

  /** A text as readers submit it. */
  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
