package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.protocol.Command;
import chatserver.protocol.InvalidNameException;
import chatserver.protocol.LineDecoder;
import chatserver.protocol.Name;
import chatserver.protocol.Notice;
import chatserver.protocol.Received;
import chatserver.room.Broadcaster;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import chatserver.room.RoomEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears one client: bytes become lines, lines become commands, and what concerns the room becomes
 * events. It says the client's first word to the room and its last, whatever lies between. What
 * concerns nobody else it answers itself.
 */
final class ClientReader implements Runnable {
  /** What a silent client costs, and what a busy one is read with. */
  private static final int SMALL_BUFFER = 512;

  private static final int LARGE_BUFFER = 16 * 1024;

  private static final Logger log = LoggerFactory.getLogger(ClientReader.class);

  private final Connection connection;
  private final Member member;
  private final Broadcaster broadcaster;
  private final Gate gate;
  private final Traffic traffic;
  private final LongSupplier nanoClock;
  private final Runnable ended;
  private final int maxLine;
  private final LineDecoder decoder;
  private final RateLimit rate;

  private ByteBuffer buffer = ByteBuffer.allocate(SMALL_BUFFER);
  private List<byte[]> said = new ArrayList<>(); // not yet submitted
  private boolean inRoomOrder = true; // false where something submitted may not be out yet
  private int bytesWithoutLine;

  /**
   * @param ended called last, once
   */
  ClientReader(
      Connection connection,
      Member member,
      Broadcaster broadcaster,
      Gate gate,
      Traffic traffic,
      ServerConfig config,
      LongSupplier nanoClock,
      Runnable ended) {
    this.connection = connection;
    this.member = member;
    this.broadcaster = broadcaster;
    this.gate = gate;
    this.traffic = traffic;
    this.nanoClock = nanoClock;
    this.ended = ended;
    this.maxLine = config.maxLine();
    this.decoder = new LineDecoder(maxLine);
    this.rate = new RateLimit(config.maxRate(), nanoClock);
  }

  @Override
  public void run() {
    long start = nanoClock.getAsLong();
    try {
      submit(new RoomEvent.Joined(member));
      log.info("{} joined", member.address());
      connection.leave(converse());
    } catch (IOException e) {
      log.debug("cannot read: {}", e.toString());
      connection.leave(LeaveReason.BROKEN);
    } catch (Throwable defect) {
      log.error("reader failed", defect);
      connection.leave(LeaveReason.DEFECT);
    } finally {
      LeaveReason reason = connection.leaveReason();
      submit(new RoomEvent.Left(member, reason));
      Duration stay = Duration.ofNanos(nanoClock.getAsLong() - start);
      log.info("{} left after {} s: {}", nameInLog(), stay.toSeconds(), reason.description());
      linger();
      ended.run();
    }
  }

  /** Reads and obeys until the client leaves, and returns why it did. */
  private LeaveReason converse() throws IOException {
    for (; ; ) {
      int count = connection.read(buffer);
      traffic.bytesIn.add(Math.max(0, count));
      long stamp = gate.enter();
      if (stamp == 0 || connection.leaveReason() != null) {
        return LeaveReason.STOP; // or what was said before: the first reason stands
      }
      LeaveReason reason;
      try {
        reason = count < 0 ? hearEnd() : hear(count);
        submitSaid();
      } finally {
        gate.leave(stamp);
      }
      if (reason != null) {
        return reason;
      }
      adaptBuffer(count);
    }
  }

  private LeaveReason hear(int count) {
    buffer.flip();
    for (Received item = decoder.next(buffer); item != null; item = decoder.next(buffer)) {
      LeaveReason reason = hear(item);
      if (reason != null) {
        return reason;
      }
    }
    chargeBytes(count);
    return null;
  }

  private LeaveReason hearEnd() {
    Received last = decoder.end();
    LeaveReason reason = last == null ? null : hear(last);
    return reason == null ? LeaveReason.END_OF_INPUT : reason;
  }

  private LeaveReason hear(Received item) {
    if (item instanceof Received.Line line) {
      return hear(line.text());
    }
    if (item instanceof Received.LineTooLong) {
      charge();
      reply(Notice.encode(Notice.lineTooLong(maxLine)));
    } else if (item instanceof Received.TelnetReply answer) {
      member.outbox().reply(ByteBuffer.wrap(answer.bytes()));
    } else if (item instanceof Received.EndOfTransmission) {
      return LeaveReason.EXIT;
    } else if (item instanceof Received.HttpRequest) {
      reply(Notice.encode(Notice.BAD_REQUEST));
      return LeaveReason.HTTP;
    } else if (item instanceof Received.TlsHello) {
      return LeaveReason.TLS;
    }
    return null;
  }

  private LeaveReason hear(String line) {
    traffic.linesIn.increment();
    bytesWithoutLine = 0;
    charge();
    Command command = Command.parse(line);
    if (command instanceof Command.Say say) {
      said.add(say.text().getBytes(UTF_8));
    } else if (command instanceof Command.Rename rename) {
      rename(rename.name());
    } else if (command instanceof Command.To to) {
      sayTo(to.name(), to.text());
    } else if (command instanceof Command.Who) {
      synchronize();
      member.outbox().reply(broadcaster.roster().list());
    } else if (command instanceof Command.Help) {
      reply(Notice.encode(Notice.HELP));
    } else if (command instanceof Command.Exit) {
      return LeaveReason.EXIT;
    }
    return null;
  }

  private void rename(String wanted) {
    try {
      submit(new RoomEvent.Renamed(member, Name.parse(wanted)));
    } catch (InvalidNameException e) {
      reply(Notice.encode(Notice.renameFailed(e.getMessage())));
    }
  }

  private void sayTo(String name, String text) {
    if (name.isEmpty() || text.isBlank()) {
      reply(Notice.encode(Notice.toFailed(Notice.TO_USAGE)));
    } else {
      submit(new RoomEvent.SaidTo(member, name, text));
    }
  }

  /** Answers, behind everything that this client has said before. */
  private void reply(byte[] lines) {
    synchronize();
    member.outbox().reply(ByteBuffer.wrap(lines));
  }

  private void synchronize() {
    submitSaid();
    if (!inRoomOrder) {
      broadcaster.sync();
      inRoomOrder = true;
    }
  }

  private void submit(RoomEvent event) {
    submitSaid();
    broadcaster.submit(event);
    inRoomOrder = false;
  }

  /** Lines that came in with one read make one event: a busy sender costs the queue little. */
  private void submitSaid() {
    if (!said.isEmpty()) {
      List<byte[]> texts = said;
      said = new ArrayList<>();
      broadcaster.submit(new RoomEvent.Said(member, texts));
      inRoomOrder = false;
    }
  }

  /** Holds a client back that sends more lines than it may; TCP then holds it back at its end. */
  private void charge() {
    long wait = rate.charge();
    if (wait > 0) {
      submitSaid();
      connection.pause(wait);
    }
  }

  /** What brings no line (a line without an end, telnet commands) is charged by its bytes. */
  private void chargeBytes(int count) {
    for (bytesWithoutLine += count; bytesWithoutLine >= maxLine; bytesWithoutLine -= maxLine) {
      charge();
    }
  }

  private void adaptBuffer(int count) {
    if (count == buffer.capacity() && count < LARGE_BUFFER) {
      buffer = ByteBuffer.allocate(LARGE_BUFFER);
    } else if (count <= SMALL_BUFFER && buffer.capacity() > SMALL_BUFFER) {
      buffer = ByteBuffer.allocate(SMALL_BUFFER);
    } else {
      buffer.clear();
    }
  }

  /**
   * Reads on and throws away, until the client closes its end or the connection is closed: to close
   * a socket with unread input would make the kernel drop what is still on its way to the client.
   */
  private void linger() {
    try {
      do {
        buffer.clear();
      } while (connection.read(buffer) >= 0);
    } catch (IOException e) {
      // closed by either side
    }
  }

  private String nameInLog() {
    String name = member.name().text();
    return name.equals(member.address()) ? name : member.address() + " (" + name + ")";
  }
}
