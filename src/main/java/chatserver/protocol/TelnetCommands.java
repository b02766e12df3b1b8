package chatserver.protocol;

import java.util.BitSet;

/**
 * Parses the telnet commands of one client (RFC 854), from the byte behind an IAC to the end of the
 * command. A command may come in several reads.
 *
 * <p>The server has no options: it refuses each offer and each request. It does so once, because
 * two ends that answer each answer never stop (RFC 1143). DO TIMING-MARK is the exception. It asks
 * for an answer each time (RFC 860), and a telnet client that sent it after Ctrl-C shows nothing
 * until the answer is there.
 */
final class TelnetCommands {
  /** Interpret As Command: begins a command. Doubled, it is one byte of data. */
  static final byte IAC = (byte) 255;

  private static final int FIRST_COMMAND = 236; // EOF, of RFC 1184
  private static final byte SE = (byte) 240;
  private static final byte SB = (byte) 250;
  private static final byte WILL = (byte) 251;
  private static final byte WONT = (byte) 252;
  private static final byte DO = (byte) 253;
  private static final byte DONT = (byte) 254;
  private static final int TIMING_MARK = 6;
  private static final int OPTIONS = 256;

  private enum State {
    OUTSIDE,
    OPTION,
    SUBNEGOTIATION,
    SUBNEGOTIATION_IAC
  }

  private State state = State.OUTSIDE;
  private byte verb;

  /** What was refused: WILL x at x, DO x at 256 + x. Null for most clients, who never negotiate. */
  private BitSet refused;

  /** Whether this byte, behind an IAC, begins a command. */
  static boolean isCommand(byte b) {
    return b != IAC && (b & 0xFF) >= FIRST_COMMAND;
  }

  /** Whether the next byte belongs to a command. */
  boolean isOpen() {
    return state != State.OUTSIDE;
  }

  /** Begins a command. {@code command} is the byte behind an IAC, see {@link #isCommand}. */
  void open(byte command) {
    verb = command;
    state =
        switch (command) {
          case WILL, WONT, DO, DONT -> State.OPTION;
          case SB -> State.SUBNEGOTIATION;
          default -> State.OUTSIDE;
        };
  }

  /** Parses the next byte of an open command. Returns the answer, or null where there is none. */
  Received.TelnetReply accept(byte b) {
    switch (state) {
      case OPTION -> {
        state = State.OUTSIDE;
        return refuse(Byte.toUnsignedInt(b));
      }
      case SUBNEGOTIATION -> {
        if (b == IAC) {
          state = State.SUBNEGOTIATION_IAC;
        }
      }
      case SUBNEGOTIATION_IAC -> state = b == SE ? State.OUTSIDE : State.SUBNEGOTIATION;
      case OUTSIDE -> throw new IllegalStateException("no command is open");
    }
    return null;
  }

  private Received.TelnetReply refuse(int option) {
    if (verb == WILL && isFirst(option)) {
      return reply(DONT, option);
    }
    if (verb == DO && (option == TIMING_MARK || isFirst(OPTIONS + option))) {
      return reply(WONT, option);
    }
    return null;
  }

  private boolean isFirst(int request) {
    if (refused == null) {
      refused = new BitSet();
    }
    if (refused.get(request)) {
      return false;
    }
    refused.set(request);
    return true;
  }

  private static Received.TelnetReply reply(byte verb, int option) {
    return new Received.TelnetReply(new byte[] {IAC, verb, (byte) option});
  }
}
