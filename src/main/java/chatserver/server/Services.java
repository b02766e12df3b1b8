package chatserver.server;

import chatserver.metrics.Counters;
import chatserver.room.Broadcaster;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What all sessions of one server share.
 *
 * @param gatheringReaders how many wait in a {@link GatherPause}
 * @param nanoClock a {@link RunningClock}
 */
record Services(
    ServerConfig config,
    Broadcaster broadcaster,
    ScheduledExecutorService timer,
    ConnectionLimiter limiter,
    ShownAddresses addresses,
    SessionLog sessionLog,
    InputMemory inputMemory,
    AtomicInteger gatheringReaders,
    Counters counters,
    LongSupplier nanoClock) {

  /** One thread; once it is shut down it drops what it is given. */
  static ScheduledThreadPoolExecutor newTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> ThreadKind.PLATFORM.create("idle-timer", task),
            new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
