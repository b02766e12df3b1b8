package chatserver.server;

import chatserver.failure.FatalError;
import chatserver.protocol.Notice;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets newcomers in or refuses them, by the address that they come from. Thread-safe. */
final class Admission {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);

  private final Services services;
  private final AccessControl access;
  private final Sessions sessions;
  private final RateLimitedLog overload;

  Admission(Services services, AccessControl access, Sessions sessions) {
    this.services = services;
    this.access = access;
    this.sessions = sessions;
    this.overload = new RateLimitedLog(log, services.nanoClock());
  }

  /** Starts a session, or closes the channel and returns false. Does not block. */
  boolean admit(SocketChannel channel, Endpoints endpoints) {
    InetAddress ip = endpoints.client().getAddress();
    Optional<String> refusal = access.refusal(ip).or(() -> services.limiter().acquire(ip));
    if (refusal.isPresent()) {
      refuse(channel, endpoints, refusal.get());
      return false;
    }
    try {
      sessions.start(channel, endpoints);
      return true;
    } catch (IOException e) {
      log.debug("gone before it was let in: {}", e.toString());
      services.limiter().release(ip);
      access
          .refusal(ip) // in this moment
          .ifPresentOrElse(reason -> refuse(channel, endpoints, reason), () -> close(channel));
    } catch (OutOfMemoryError e) {
      refuseWithoutThread(endpoints, e);
    }
    return false;
  }

  /** The channel must be closed already, or be closed by the caller. */
  void refuseWithoutThread(Endpoints endpoints, OutOfMemoryError error) {
    FatalError.check(error); // unless it is a thread that the machine did not have
    services.counters().refusedThreads.increment();
    warn(endpoints, error.getMessage());
  }

  /** The send buffer of a new connection takes a short line at once, so this does not block. */
  void refuse(SocketChannel channel, Endpoints endpoints, String reason) {
    warn(endpoints, reason);
    try (channel) {
      channel.configureBlocking(false);
      channel.write(ByteBuffer.wrap(Notice.encode(reason)));
      channel.shutdownOutput();
      // unread input would make the kernel throw the line away
      channel.read(ByteBuffer.allocate(1024));
    } catch (IOException e) {
      log.debug("gone before it was refused: {}", e.toString());
    }
  }

  /** Logs a refusal, at most one a second. */
  void warn(Endpoints endpoints, String reason) {
    overload.warn("refused " + services.addresses().peer(endpoints) + ": " + reason);
  }

  static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("cannot close: {}", e.toString());
    }
  }
}
