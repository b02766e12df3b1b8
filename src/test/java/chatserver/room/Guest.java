package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** A member without a socket. It takes what waits for it where the test says so. */
final class Guest {
  private static final byte[] MARK = {0};

  private final Outbox outbox;
  private final Member member;
  private final List<LeaveReason> left = new CopyOnWriteArrayList<>();
  private final Sink sink = new Sink();

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
    ByteBuffer all = ByteBuffer.wrap(hearsBytes());
    sink.write(all);
    return sink.lines();
  }

  /** As {@link #hears}, as bytes. */
  byte[] hearsBytes() {
    outbox.replyAtOnce(MARK); // so that there is something to take, unless the outbox is closed
    Parcel parcel = outbox.take();
    if (parcel == null) {
      return new byte[0];
    }
    byte[] bytes = new Sink().takeAll(parcel).bytes();
    int marks = bytes.length > 0 && bytes[bytes.length - 1] == MARK[0] ? 1 : 0;
    return Arrays.copyOf(bytes, bytes.length - marks);
  }

  /** A text as readers submit it. */
  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }
}
