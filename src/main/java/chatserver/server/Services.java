package chatserver.server;

import chatserver.metrics.Counters;
import chatserver.room.Broadcaster;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What all sessions of one server share.
 *
 * @param nanoClock a {@link RunningClock}
 */
record Services(
    ServerConfig config,
    Broadcaster broadcaster,
    ScheduledExecutorService timer,
    ConnectionLimiter limiter,
    SessionLog sessionLog,
    InputMemory inputMemory,
    Counters counters,
    LongSupplier nanoClock) {}
