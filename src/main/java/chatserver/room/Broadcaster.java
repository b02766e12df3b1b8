package chatserver.room;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

  private static final long MAX_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger(Broadcaster.class);

  private final BlockingQueue<RoomEvent> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
  private final LongSupplier nanoClock;
  private final Room room;
  private final Pace pace;
  private volatile boolean stopping; // written by whoever submits the stop
  private volatile boolean ended; // written by whoever closes
  private volatile Thread thread; // written by the thread that runs this

  public Broadcaster(RoomConfig config, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.room = new Room(config);
    this.pace = new Pace(room.roster(), config.maxBacklog(), nanoClock);
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
   * down to the room's pace. Once the broadcaster has ended, events are forgotten. An interrupt
   * ends the wait, too; the thread stays interrupted.
   */
  public void submit(RoomEvent event) {
    if (event instanceof RoomEvent.Stopped) {
      hurry();
    }
    try {
      while (!ended && !queue.offer(event, 1, TimeUnit.SECONDS)) {
        // look again whether there is still somebody who drains it
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A stop is near, and must not wait for those who are behind. Any thread. */
  public void hurry() {
    stopping = true;
    pace.letGo();
  }

  /**
   * Waits until all that this thread has submitted is in the outboxes, so that what it says next
   * stands behind that. An interrupt ends the wait; then nothing is promised.
   */
  public void sync() {
    CountDownLatch done = new CountDownLatch(1);
    submit(new RoomEvent.Sync(done));
    try {
      while (!ended && !done.await(1, TimeUnit.SECONDS)) {
        // look again whether there is still somebody who drains the queue
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    List<RoomEvent> events = new ArrayList<>(QUEUE_CAPACITY);
    while (!ended) {
      try {
        applyAll(events);
      } catch (InterruptedException e) {
        // the only one who interrupts is close()
      } catch (Throwable defect) {
        // each event has its own boundary; this is for a machine without the memory to say so
      } finally {
        events.clear();
      }
    }
  }

  private void applyAll(List<RoomEvent> events) throws InterruptedException {
    events.add(queue.take());
    queue.drainTo(events, QUEUE_CAPACITY);
    for (RoomEvent event : events) {
      apply(event);
      if (room.isBatchFull()) {
        handOut();
      }
    }
    long start = nanoClock.getAsLong();
    handOut();
    if (!queue.isEmpty()) {
      rest((nanoClock.getAsLong() - start) / 2);
    }
  }

  /**
   * Where more has come in meanwhile, rests half as long as handing out took, or until there is a
   * lot to do.
   *
   * <p>Waking thousands of writers keeps all processors busy for a while, and whoever has something
   * to say or wants to come in has to queue up with them. Without this rest, on platform threads,
   * every hand-out carried the one or two events that had made it: 10,000 joins took more than ten
   * minutes; with it, 20 s. In a small room there is nothing to notice.
   */
  private void rest(long handOutNanos) {
    long end = nanoClock.getAsLong() + Math.min(handOutNanos, MAX_REST_NANOS);
    for (long left = end - nanoClock.getAsLong();
        left > 0 && queue.size() < QUEUE_CAPACITY / 2 && !ended;
        left = end - nanoClock.getAsLong()) {
      LockSupport.parkNanos(this, Math.min(left, LOOK_AGAIN_NANOS));
    }
  }

  private void apply(RoomEvent event) {
    try {
      event.applyTo(room);
    } catch (Throwable defect) {
      log.error("could not apply {}", event.getClass().getSimpleName(), defect);
      drop(event.member());
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
    try {
      room.handOut(!stopping);
      pace.keep();
    } catch (Throwable defect) {
      log.error("could not hand out", defect);
    }
  }

  /** Ends the thread; whoever waits for it goes on. Can be called twice, from any thread. */
  @Override
  public void close() {
    ended = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
