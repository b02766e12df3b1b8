package chatserver.server;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/**
 * What one client's lines mean, and what is answered: each becomes an event, so that answers stand
 * where the client has asked. Used by the client's reader alone.
 */
final class Conversation {
  /** An event has to be small, also where one read brings thousands of tiny lines. */
  private static final int MAX_SAID = 256;

  private final Member member;
  private final Broadcaster broadcaster;
  private final int maxLine;

  private List<byte[]> said = new ArrayList<>(); // not yet submitted

  Conversation(Member member, Broadcaster broadcaster, int maxLine) {
    this.member = member;
    this.broadcaster = broadcaster;
    this.maxLine = maxLine;
  }

  /** The client's first word, where nobody has said it. */
  void join() {
    submit(new RoomEvent.Joined(member));
  }

  /** The client's last word. */
  void leave(LeaveReason reason) {
    submit(new RoomEvent.Left(member, reason));
  }

  /**
   * Does what the client wants. What it says may wait until {@link #submitSaid}.
   *
   * @return why the client leaves; null where it stays
   */
  LeaveReason hear(Received item) {
    if (item instanceof Received.Line line) {
      return obey(Command.parse(line.text()));
    }
    if (item instanceof Received.LineTooLong) {
      reply(Notice.encode(Notice.lineTooLong(maxLine)));
    } else if (item instanceof Received.TelnetReply answer) {
      replyInBetween(answer.bytes());
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

  private LeaveReason obey(Command command) {
    if (command instanceof Command.Say say) {
      say(say.text());
    } else if (command instanceof Command.Rename rename) {
      rename(rename.name());
    } else if (command instanceof Command.To to) {
      sayTo(to.name(), to.text());
    } else if (command instanceof Command.Who) {
      answer(new RoomEvent.AskedWho(member));
    } else if (command instanceof Command.Help) {
      reply(Notice.encode(Notice.HELP));
    } else if (command instanceof Command.Exit) {
      return LeaveReason.EXIT;
    }
    return null;
  }

  private void say(String text) {
    said.add(text.getBytes(UTF_8));
    if (said.size() == MAX_SAID) {
      submitSaid();
    }
  }

  private void rename(String wanted) {
    try {
      submit(new RoomEvent.Renamed(member, Name.parse(wanted)));
    } catch (InvalidNameException e) {
      reply(Notice.encode(Notice.renameFailed(e.getMessage())));
    }
  }

  private void sayTo(String name, String text) {
    if (name.isBlank() || text.isBlank()) {
      reply(Notice.encode(Notice.toFailed(Notice.TO_USAGE)));
    } else if (!Name.isPossible(name)) {
      reply(Notice.encode(Notice.toFailed(Notice.nobodyNamed(name))));
    } else {
      submit(new RoomEvent.SaidTo(member, name, text));
    }
  }

  private void reply(byte[] lines) {
    answer(new RoomEvent.Answered(member, lines));
  }

  /** Answers go through the room, too, so that each stands where the client has asked. */
  private void answer(RoomEvent event) {
    submitSaid();
    if (member.outbox().expectAnswer()) {
      broadcaster.submit(event);
    }
  }

  /** An answer to the client's telnet, which has no place in what the client hears. */
  private void replyInBetween(byte[] bytes) {
    if (member.outbox().awaitReplies()) {
      member.outbox().reply(bytes);
    }
  }

  private void submit(RoomEvent event) {
    submitSaid();
    broadcaster.submit(event);
  }

  /** Lines that came in with one read make few events: a busy sender costs the queue little. */
  void submitSaid() {
    if (!said.isEmpty()) {
      broadcaster.submit(new RoomEvent.Said(member, said));
      said = new ArrayList<>();
    }
  }
}
