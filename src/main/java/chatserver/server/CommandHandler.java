package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import chatserver.metrics.Counters;
import chatserver.protocol.Command;
import chatserver.protocol.InvalidNameException;
import chatserver.protocol.Name;
import chatserver.protocol.Notice;
import chatserver.protocol.Received;
import chatserver.room.Broadcaster;
import chatserver.room.LeaveReason;
import chatserver.room.Member;
import chatserver.room.RoomEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes what one client sends: each line becomes an event, so that its answer stands where the
 * client has asked. Used by the session's reader alone.
 */
final class CommandHandler {
  /** An event has to be small, also where one read brings thousands of tiny lines. */
  private static final int MAX_LINES = 256;

  private static final Logger log = LoggerFactory.getLogger(CommandHandler.class);

  private final Member member;
  private final Broadcaster broadcaster;
  private final Counters counters;
  private final int maxLine;
  private final IntConsumer extraCost;

  private List<byte[]> said = new ArrayList<>(); // not yet submitted

  /**
   * @param extraCost told what a command costs beyond its line, in tokens
   */
  CommandHandler(Member member, Services services, IntConsumer extraCost) {
    this.member = member;
    this.broadcaster = services.broadcaster();
    this.counters = services.counters();
    this.maxLine = services.config().maxLine();
    this.extraCost = extraCost;
  }

  /**
   * Executes one thing that came in. What the client says may wait until {@link #flush}.
   *
   * @return why the client leaves; null where it stays
   */
  LeaveReason handle(Received item) {
    if (item instanceof Received.Line line) {
      return execute(Command.parse(line.text()));
    }
    if (item instanceof Received.LineTooLong) {
      reply(Notice.encode(Notice.lineTooLong(maxLine)));
    } else if (item instanceof Received.TelnetReply answer) {
      reply(answer.bytes());
    } else if (item instanceof Received.EndOfTransmission) {
      return LeaveReason.EXIT;
    } else if (item instanceof Received.EndOfFile) {
      return LeaveReason.END_OF_INPUT;
    } else if (item instanceof Received.HttpRequest) {
      counters.refusedNotChat.increment();
      reply(Notice.encode(Notice.BAD_REQUEST));
      return LeaveReason.HTTP;
    } else if (item instanceof Received.NotChat noChat) {
      counters.refusedNotChat.increment();
      log.debug("{} sent {}", member, noChat.what());
      return LeaveReason.NOT_CHAT;
    }
    return null;
  }

  private LeaveReason execute(Command command) {
    if (command instanceof Command.Say say) {
      say(say.text());
    } else if (command instanceof Command.Rename rename) {
      rename(rename.name());
    } else if (command instanceof Command.To to) {
      whisper(to.name(), to.text());
    } else if (command instanceof Command.Who) {
      who();
    } else if (command instanceof Command.Help) {
      reply(Notice.encode(Notice.HELP));
    } else if (command instanceof Command.Unknown unknown) {
      reply(Notice.encode(Notice.noSuchCommand(unknown.word(), unknown.hint())));
    } else if (command instanceof Command.Exit) {
      return LeaveReason.EXIT;
    }
    return null;
  }

  private void say(String text) {
    said.add(text.getBytes(UTF_8));
    if (said.size() == MAX_LINES) {
      flush();
    }
  }

  private void who() {
    extraCost.accept(Cost.ofAnswer(broadcaster.roster().listBytes()) - 1);
    ask(new RoomEvent.AskedWho(member));
  }

  private void rename(String wanted) {
    extraCost.accept(Cost.RENAME - 1);
    try {
      ask(new RoomEvent.Renamed(member, Name.parse(wanted)));
    } catch (InvalidNameException e) {
      reply(Notice.encode(Notice.renameFailed(e.getMessage())));
    }
  }

  private void whisper(String name, String text) {
    if (name.isBlank() || text.isBlank()) {
      reply(Notice.encode(Notice.toFailed(Notice.TO_USAGE)));
    } else {
      ask(new RoomEvent.Whispered(member, name, Name.keyOf(name), text));
    }
  }

  private void reply(byte[] bytes) {
    ask(new RoomEvent.Told(member, bytes));
  }

  /** Submits what will be answered, behind what was said before it. */
  private void ask(RoomEvent event) {
    flush();
    if (member.permit().acquireToAsk(event)) {
      broadcaster.submit(event);
    }
  }

  /** Submits what was said. Lines of one read make few events: a busy sender costs little. */
  void flush() {
    if (said.isEmpty()) {
      return;
    }
    RoomEvent event = new RoomEvent.Said(member, said);
    if (member.permit().acquire(event)) {
      broadcaster.submit(event);
    }
    said = new ArrayList<>();
  }
}
