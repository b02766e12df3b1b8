package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** A member without a socket. It takes what waits for it where the test says so. */
final class Guest {
  /** Stands in no line. */
  private static final String MARK = "\0";

  private final Outbox outbox;
  private final Member member;
  private final List<LeaveReason> left = new CopyOnWriteArrayList<>();

  Guest(String address) {
    this(address, new ManualClock());
  }

  Guest(String address, LongSupplier nanoClock) {
    this(address, nanoClock, reason -> {});
  }

  Guest(String address, LongSupplier nanoClock, Member.Listener listener) {
    outbox = new Outbox(nanoClock);
    member =
        new Member(
            address,
            outbox,
            reason -> {
              left.add(reason);
              if (reason.isOrderly()) {
                outbox.close();
              }
              listener.left(reason);
            });
  }

  /** One whose listener fails when it is told that it is no longer online. */
  static Guest thatFailsToLeave(String address) {
    return new Guest(
        address,
        new ManualClock(),
        reason -> {
          throw new IllegalStateException("a listener that fails, as it should in this test");
        });
  }

  Member member() {
    return member;
  }

  Outbox outbox() {
    return outbox;
  }

  /** Why it left, each time it was told. */
  List<LeaveReason> left() {
    return List.copyOf(left);
  }

  /** What everyone hears where it says this before it has taken another name. */
  String says(String text) {
    return says(member.address(), text);
  }

  /** What everyone hears where it says this under this name. */
  String says(String name, String text) {
    return "[" + member.address() + "]" + name + ":" + text;
  }

  /** What both ends hear where it says this to one alone. */
  String whispers(String from, String to, String text) {
    return "[" + member.address() + "]" + from + "->" + to + ":" + text;
  }

  /** All that waits for it now, as its writer would get it. Never blocks. */
  List<String> hears() {
    outbox.reply(text(MARK)); // so that there is something to take, unless it is closed
    Parcel parcel = outbox.take();
    return parcel == null
        ? List.of()
        : Sink.linesOf(new Sink().takeAll(parcel).text().replace(MARK, ""));
  }

  /** All that its writer gets up to the end of its outbox. Blocks until then. */
  List<String> hearsToTheEnd() {
    Sink sink = new Sink();
    for (Parcel parcel = outbox.take(); parcel != null; parcel = outbox.take()) {
      sink.takeAll(parcel);
    }
    outbox.abandon();
    return sink.lines();
  }

  /** The last lines of what it {@link #hears}; it takes the others, too. */
  List<String> hearsLast(int count) {
    List<String> all = hears();
    return all.subList(all.size() - count, all.size());
  }

  /** A text as readers submit it. */
  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
