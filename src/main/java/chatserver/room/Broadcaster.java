package chatserver.room;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the room: it drains the shared queue, applies each event, and hands
 * every member the resulting lines.
 *
 * <p>It takes what is queued, up to a batch's worth of text, before it hands out: the busier the
 * room, the more lines go out with one wake-up and one write for each client.
 */
public final class Broadcaster implements Runnable, AutoCloseable {
  /** Each event holds at most what one read brought in, so this bounds the bytes as well. */
  private static final int QUEUE_CAPACITY = 256;

  /** A bound for events that bring nothing to hand out. */
  private static final int MAX_EVENTS = 4 * QUEUE_CAPACITY;

  private static final long MAX_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final Logger log = LoggerFactory.getLogger(Broadcaster.class);

  private final BlockingQueue<RoomEvent> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
  private final LongSupplier nanoClock;
  private final Room room;
  private final Pace pace;
  private long restUntil; // only the broadcaster touches it
  private volatile boolean stopping; // written by whoever stops the room
  private volatile boolean ended; // written by whoever closes
  private volatile Thread thread; // written by the thread that runs this

  public Broadcaster(RoomConfig config, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.room = new Room(config);
    this.pace = new Pace(room.roster(), config.maxBacklog(), nanoClock);
    this.restUntil = nanoClock.getAsLong();
  }

  public Roster roster() {
    return room.roster();
  }

  public RoomStats stats() {
    return room.stats();
  }

  /** Events that wait to be applied. */
  public int queued() {
    return queue.size();
  }

  /**
   * Puts an event into the room's order. Waits while the queue is full: that is what slows senders
   * down to the room's pace. Once the broadcaster has ended, events are forgotten. So is one that a
   * thread submits which is or gets interrupted; it stays interrupted.
   */
  public void submit(RoomEvent event) {
    try {
      // without a time-out: thousands that look at the clock each second keep all others busy
      queue.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ended) {
      queue.clear();
    }
  }

  /**
   * As {@link #submit}, for a thread that must not wait.
   *
   * @return false where the queue is full; then nothing was submitted
   */
  public boolean offer(RoomEvent event) {
    boolean isSubmitted = queue.offer(event);
    if (ended) {
      queue.clear();
    }
    return isSubmitted;
  }

  /**
   * Stops the room behind all that was submitted before, and waits, for a bounded time, until there
   * is room in the queue for that.
   *
   * @return false where there was none: then the room goes on
   */
  public boolean stop(Duration atMost) throws InterruptedException {
    hurry();
    return queue.offer(new RoomEvent.Stopped(), atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A stop is near, and must not wait for those who are behind. Any thread. */
  public void hurry() {
    stopping = true;
    pace.letGo();
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    while (!ended) {
      try {
        gather();
        handOut();
      } catch (Throwable defect) {
        // each step has its own boundary; this is for a machine without the memory to say so
      }
    }
  }

  /**
   * Applies what is queued and what comes in while the broadcaster rests, up to a batch's worth.
   *
   * <p>It rests for three quarters of the time that the last hand-out took. To wake thousands of
   * writers keeps all processors busy for a while, and whoever has something to say or wants to
   * come in has to queue up with them; without a rest, on platform threads, every hand-out would
   * carry the one or two lines that had made it. With 1,000 clients and 50 lines a second there, it
   * took 18 µs of processor time per delivery instead of 23 with a rest of half as long; 10,000
   * joins took more than ten minutes without any rest, and 15 to 29 s with this one. In a small
   * room there is nothing to notice.
   */
  private void gather() {
    try {
      RoomEvent event = queue.take();
      for (int i = 1; event != null; i++) {
        apply(event);
        boolean isEnough = room.isEnoughToHandOut() || i == MAX_EVENTS;
        event = isEnough ? null : queue.poll(restNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      // the only one who interrupts is close()
    }
  }

  private long restNanos() {
    return stopping ? 0 : restUntil - nanoClock.getAsLong();
  }

  private void apply(RoomEvent event) {
    try {
      event.applyTo(room);
    } catch (Throwable defect) {
      drop(event.member()); // first: to log may fail, too
      log.error("could not apply {}", event.getClass().getSimpleName(), defect);
    }
  }

  private void drop(Member member) {
    try {
      if (member != null) {
        room.drop(member);
      }
    } catch (Throwable defect) {
      log.error("could not drop {}", member.address(), defect);
    }
  }

  private void handOut() {
    long start = nanoClock.getAsLong();
    try {
      room.handOut(!stopping);
      long now = nanoClock.getAsLong();
      restUntil = now + Math.min((now - start) / 4 * 3, MAX_REST_NANOS);
      pace.keep();
    } catch (Throwable defect) {
      log.error("could not hand out", defect);
    }
  }

  /** Ends the thread; whoever waits for it goes on. Can be called twice, from any thread. */
  @Override
  public void close() {
    ended = true;
    queue.clear(); // whoever waits for a place there does the same for the next
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
