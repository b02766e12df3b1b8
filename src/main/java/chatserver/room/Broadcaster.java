package chatserver.room;

import chatserver.failure.FatalError;
import chatserver.metrics.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the room: it drains the shared queue, applies each event, and offers
 * every member the resulting lines.
 *
 * <p>It takes what is queued, up to a batch's worth of text, before it delivers: the busier the
 * room, the more lines go out with one wake-up and one write for each client.
 *
 * <p>The queue is bounded by the sessions: one event of each reader waits at a time, see {@link
 * EventPermit}, beside its join, its leave and a warning. That is the room's backpressure; to
 * submit never blocks.
 */
public final class Broadcaster implements Runnable {
  /** A bound for events that bring nothing to deliver. */
  private static final int MAX_EVENTS = 1024;

  private static final long MAX_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** It gives way once so many events are applied, and so much time has passed. */
  private static final int MANY_EVENTS = 64;

  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger(Broadcaster.class);

  /**
   * Without a lock. On Java 21 to 23 a virtual thread in a monitor that waits for a lock keeps its
   * carrier; once all carriers wait like that, a thread that has left its own never gets the lock.
   */
  private final BlockingQueue<RoomEvent> queue = new LinkedTransferQueue<>();

  private final LongSupplier nanoClock;
  private final Room room;
  private final Throttle throttle;
  private final RoomLoad load;
  private final CountDownLatch shutdown = new CountDownLatch(1); // everyone has been told

  // Broadcaster only.
  private long restUntil;
  private int eventsInTurn;
  private long turnStart;

  private volatile boolean stopping; // written by the thread that stops the room

  public Broadcaster(RoomConfig config, Counters counters, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.room = new Room(config, counters);
    this.throttle = new Throttle(room.roster(), room.observers(), config, nanoClock);
    this.load = new RoomLoad(nanoClock);
    this.restUntil = nanoClock.getAsLong();
    this.turnStart = restUntil;
  }

  public Roster roster() {
    return room.roster();
  }

  public RoomLoad load() {
    return load;
  }

  /** Events that wait to be applied. */
  int queued() {
    return queue.size();
  }

  /** Shows what is to be seen of the room at any time. */
  public void addFigures(Counters counters) {
    counters.add("chat_clients", "Clients online.", roster()::size);
    counters.add("chat_queue_events", "Events that wait for the broadcaster.", queue::size);
    counters.add(
        "chat_largest_backlog_bytes",
        "Bytes for everyone that wait for the client most behind.",
        roster()::largestBacklog);
    counters.add(
        "chat_retained_bytes",
        "Memory of what waits to be sent, for all together.",
        room::retainedBytes);
  }

  /** Puts an event into the room's order; drops it where a stop has begun. Any thread. */
  public void submit(RoomEvent event) {
    if (!stopping) {
      queue.add(event);
    }
  }

  /**
   * Begins to stop the room: what is queued now is applied, then everyone is told, and what comes
   * later is dropped. Then the thread ends. Can be called twice, from any thread.
   */
  public void beginShutdown() {
    stopping = true;
    throttle.release();
    queue.add(new RoomEvent.ShutdownBegan()); // the broadcaster may wait for an event
  }

  /** Waits, for a bounded time, until everyone has been told. */
  public boolean awaitShutdown(Duration atMost) throws InterruptedException {
    return shutdown.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        applyQueued();
        deliver();
      }
      shutDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that; the thread ends
    }
  }

  /**
   * Applies what is queued and what comes in while the broadcaster rests, up to a batch's worth.
   *
   * <p>It rests for three quarters of the time that the last delivery took. To wake thousands of
   * writers keeps all processors busy for a while, and a reader that has something to submit has to
   * queue up with them; without a rest, on platform threads, every batch would hold the one or two
   * lines that had made it. With 1,000 clients and 50 lines a second there, it took 18 µs of
   * processor time per delivery instead of 23 with a rest of half as long; 10,000 joins took more
   * than ten minutes without any rest, and 15 to 29 s with this one. In a small room there is
   * nothing to notice.
   */
  private void applyQueued() throws InterruptedException {
    RoomEvent event = queue.take();
    for (int i = 1; event != null; i++) {
      apply(event);
      eventsInTurn++;
      boolean isEnough = room.hasEnoughToDeliver() || i == MAX_EVENTS;
      event = isEnough ? null : queue.poll(restNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private long restNanos() {
    return stopping ? 0 : restUntil - nanoClock.getAsLong();
  }

  private void apply(RoomEvent event) {
    Member member = event.member();
    try {
      event.applyTo(room);
    } catch (Throwable defect) {
      FatalError.check(defect);
      removeAfterDefect(member); // first: to log may fail, too
      log.error("could not apply {}", event.getClass().getSimpleName(), defect);
    }
    if (member != null) {
      member.permit().release(event);
    }
  }

  private void removeAfterDefect(Member member) {
    try {
      if (member != null) {
        room.remove(member, LeaveReason.DEFECT);
      }
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("could not remove {}", member, defect);
    }
  }

  private void deliver() {
    if (stopping) {
      return; // nobody is evicted any more, and the stop delivers what is left
    }
    long start = nanoClock.getAsLong();
    try {
      load.add(start, room.bytesToDeliver());
      room.deliver();
      long now = nanoClock.getAsLong();
      restUntil = now + Math.min((now - start) / 4 * 3, MAX_REST_NANOS);
      throttle.await();
      giveWay(now);
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("could not deliver", defect);
    }
  }

  /**
   * Virtual threads that wake each other go ahead of all others: on one processor a few clients
   * that asked for help without end, with this and their readers and writers, kept everyone else
   * waiting for as long as they liked. A timer gives others their turn.
   */
  private void giveWay(long now) {
    if (eventsInTurn >= MANY_EVENTS && now - turnStart >= TURN_NANOS) {
      LockSupport.parkNanos(1);
      eventsInTurn = 0;
      turnStart = now;
    }
  }

  private void shutDown() {
    List<RoomEvent> accepted = new ArrayList<>();
    queue.drainTo(accepted);
    accepted.forEach(this::apply);
    try {
      room.stop();
    } catch (Throwable defect) {
      FatalError.check(defect);
      log.error("could not tell everyone of the stop", defect);
    } finally {
      shutdown.countDown();
    }
  }
}
