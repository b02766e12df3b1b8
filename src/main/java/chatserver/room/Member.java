package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.protocol.Name;
import chatserver.protocol.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client as the room sees it: an address, a name, and an outbox. */
public final class Member {
  /** Told that its member is no longer online. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called by the broadcaster, so it must not block. Nothing more comes into the outbox. A second
     * call, for a reason that is not orderly, says that what still waits there has to go, too.
     */
    void left(LeaveReason reason);
  }

  private static final Logger log = LoggerFactory.getLogger(Member.class);

  private final String address;
  private final Outbox outbox;
  private final Listener listener;

  /** Written by the broadcaster. */
  private volatile Name name;

  // Only the broadcaster touches these.
  private byte[] prefix;
  private byte[] listing;
  private long heard;

  /**
   * @param address as others see it, {@code 203.0.113.9:50412}; also its first name
   * @param outbox where what it hears goes
   * @param listener told when it is no longer online
   */
  public Member(String address, Outbox outbox, Listener listener) {
    this.address = address;
    this.outbox = outbox;
    this.listener = listener;
    setName(Name.ofAddress(address));
  }

  public String address() {
    return address;
  }

  public Name name() {
    return name;
  }

  public Outbox outbox() {
    return outbox;
  }

  /** Tells its owner that it is out; where that fails it is nobody else's harm. */
  void dismiss(LeaveReason reason) {
    try {
      listener.left(reason);
    } catch (Throwable defect) {
      log.error("{} could not be told that it is out", address, defect);
    }
  }

  void setName(Name newName) {
    name = newName;
    prefix = Notice.prefix(address, newName.text()).getBytes(UTF_8);
    listing = Notice.encode(Notice.listed(address, newName.text()));
  }

  /** {@code [address]name:}, the beginning of all its lines. */
  byte[] prefix() {
    return prefix;
  }

  /** {@code address:name}, its line in the answer to {@code who}. */
  byte[] listing() {
    return listing;
  }

  /** Where in the room's stream of lines it has got everything before. */
  long heard() {
    return heard;
  }

  void setHeard(long position) {
    heard = position;
  }
}
