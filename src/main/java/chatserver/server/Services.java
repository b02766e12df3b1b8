package chatserver.server;

import chatserver.room.Broadcaster;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** What all clients of one server share. */
record Services(
    ServerConfig config,
    Broadcaster broadcaster,
    ScheduledExecutorService timer,
    Admission admission,
    Gate gate,
    Traffic traffic,
    LongSupplier nanoClock) {}
