package chatserver.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.failure.FatalError;
import chatserver.protocol.Name;
import chatserver.protocol.Notice;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session as the room sees it: an address, a name, an outbox, and a permit to submit. */
public final class Member {
  /** Told what happens to its member. Called by the broadcaster, so it must not block. */
  @FunctionalInterface
  public interface Listener {
    /**
     * It is no longer online. Nothing more comes into the outbox. A second call, for a reason that
     * is not orderly, says that what still waits there is to be dropped.
     */
    void onLeft(LeaveReason reason);

    /** It is online. */
    default void onJoined() {}

    /** It has another name. */
    default void onRenamed(String before) {}
  }

  /** Where it stands for the room. */
  enum Stage {
    NEW,
    GREETED,
    LEFT
  }

  private static final Logger log = LoggerFactory.getLogger(Member.class);

  private final Peer peer;
  private final Outbox outbox;
  private final EventPermit permit = new EventPermit(() -> outbox().isFull());
  private final Listener listener;

  /** Written by the broadcaster. */
  private volatile Name name;

  // Broadcaster only.
  private WaitAllowance waitAllowance = new WaitAllowance(Throttle.MEMBER_NANOS);
  private byte[] prefix;
  private byte[] listing;
  long position; // where in the public log it has been offered everything before
  Stage stage = Stage.NEW;

  /**
   * @param peer its address is the member's first name
   * @param nanoClock times the writer's calls
   * @param listener told what happens to it
   */
  public Member(Peer peer, LongSupplier nanoClock, Listener listener) {
    this.peer = peer;
    this.outbox = new Outbox(nanoClock, permit::signal);
    this.listener = listener;
    setName(Name.ofAddress(peer.address()));
  }

  public Peer peer() {
    return peer;
  }

  public String address() {
    return peer.address();
  }

  public Name name() {
    return name;
  }

  public Outbox outbox() {
    return outbox;
  }

  /** What its reader needs for each event that it submits. */
  public EventPermit permit() {
    return permit;
  }

  void joined() {
    tell(Listener::onJoined);
  }

  void renamed(String before) {
    tell(told -> told.onRenamed(before));
  }

  void left(LeaveReason reason) {
    stage = Stage.LEFT;
    tell(told -> told.onLeft(reason));
  }

  /** A listener that fails harms nobody else. */
  private void tell(Consumer<Listener> what) {
    try {
      what.accept(listener);
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("{} could not be told what happened to it", this, defect);
    }
  }

  /** For the log: its addresses, and the name where it is another one. */
  @Override
  public String toString() {
    String text = name.text();
    return text.equals(address()) ? peer.toString() : peer + " (" + text + ")";
  }

  void setName(Name newName) {
    name = newName;
    prefix = Notice.prefix(address(), newName.text()).getBytes(UTF_8);
    listing = Notice.encode(Notice.listed(address(), newName.text()));
  }

  /** How long the room may still wait for it. */
  WaitAllowance waitAllowance() {
    return waitAllowance;
  }

  /** Gets all public lines, and is not online: the room waits longer for it. */
  void becomeObserver() {
    waitAllowance = new WaitAllowance(Throttle.OBSERVER_NANOS);
  }

  /** {@code [address]name:}, the beginning of all its lines. */
  byte[] prefix() {
    return prefix;
  }

  /** {@code address:name}, its line in the answer to {@code who}. */
  byte[] listing() {
    return listing;
  }
}
