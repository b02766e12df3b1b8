package chatserver.server;

import chatserver.metrics.Counters;
import chatserver.protocol.Notice;
import chatserver.room.Broadcaster;
import chatserver.room.Member;
import chatserver.room.Peer;
import chatserver.room.RoomConfig;
import chatserver.room.RoomEvent;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** A room without sockets, its broadcaster running, and a witness that hears what everyone does. */
final class TestRoom implements BeforeEachCallback, AfterEachCallback {
  private final Counters counters = new Counters();
  private final Broadcaster broadcaster;
  private final Thread thread;
  private final Member witness =
      new Member(new Peer("192.0.2.254:9"), System::nanoTime, reason -> {});
  private final OutboxLines heard = new OutboxLines(witness.outbox());
  private int marks;

  TestRoom() {
    this(System::nanoTime);
  }

  TestRoom(LongSupplier nanoClock) {
    RoomConfig config = new RoomConfig(List.of(), 0, 1024 * 1024, Long.MAX_VALUE);
    broadcaster = new Broadcaster(config, counters, nanoClock);
    thread = new Thread(broadcaster, "broadcaster");
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    thread.setDaemon(true);
    thread.start();
    broadcaster.submit(new RoomEvent.Joined(witness));
    hears();
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    broadcaster.beginShutdown();
    thread.join();
  }

  Broadcaster broadcaster() {
    return broadcaster;
  }

  Counters counters() {
    return counters;
  }

  /** What the sessions of a server share that has this room. */
  Services services(ServerConfig config, ScheduledExecutorService timer, LongSupplier nanoClock) {
    ShownAddresses addresses = new ShownAddresses(config.hideAddresses());
    return new Services(
        config,
        broadcaster,
        timer,
        new ConnectionLimiter(config, counters, addresses, nanoClock),
        addresses,
        new SessionLog(LoggerFactory.getLogger(SessionReader.class)),
        new InputMemory(0, config.maxLine()),
        new AtomicInteger(),
        counters,
        nanoClock);
  }

  /** How many are online beside the witness. */
  int size() {
    return broadcaster.roster().size() - 1;
  }

  /**
   * What everyone has heard since the last call of this. When it returns, all events that were
   * submitted before have been applied.
   */
  List<String> hears() {
    String mark = "mark " + ++marks;
    broadcaster.submit(new RoomEvent.Told(witness, Notice.encode(mark)));
    return heard.until(mark);
  }

  /** Makes everyone hear this, and waits until it has been delivered. */
  void isTold(String text) {
    broadcaster.submit(new RoomEvent.Announced(text));
    hears();
    hears();
  }

  /** As {@link #hears}, where nobody has said a word since. */
  void awaitApplied() {
    List<String> lines = hears();
    if (!lines.isEmpty()) {
      throw new AssertionError("heard " + lines);
    }
  }
}
