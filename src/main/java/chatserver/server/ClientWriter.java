package chatserver.server;

import chatserver.room.CallTimer;
import chatserver.room.LeaveReason;
import chatserver.room.Outbox;
import chatserver.room.Parcel;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to one client all that waits in its outbox, each time with one call, until the outbox is
 * closed and drained.
 */
final class ClientWriter implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ClientWriter.class);

  private final Connection connection;
  private final Outbox outbox;
  private final Traffic traffic;
  private final Runnable ended;

  /**
   * @param ended called last, once
   */
  ClientWriter(Connection connection, Outbox outbox, Traffic traffic, Runnable ended) {
    this.connection = connection;
    this.outbox = outbox;
    this.traffic = traffic;
    this.ended = ended;
  }

  @Override
  public void run() {
    try {
      writeAll();
      connection.shutdownOutput();
    } catch (IOException e) {
      log.debug("cannot write: {}", e.toString());
      connection.leave(LeaveReason.BROKEN);
    } catch (Throwable defect) {
      connection.leave(LeaveReason.DEFECT); // first: to log may fail, too
      log.error("writer failed", defect);
    } finally {
      outbox.abandon();
      ended.run();
    }
  }

  private void writeAll() throws IOException {
    CallTimer writing = outbox.writing();
    for (Parcel parcel = outbox.take(); parcel != null; parcel = outbox.take()) {
      while (parcel.bytes() > 0) {
        writing.begin();
        long written = connection.write(parcel);
        writing.end();
        traffic.bytesOut.add(written);
        if (parcel.bytes() > 0) {
          outbox.wrote(written); // the rest may take long
        }
      }
    }
  }
}
