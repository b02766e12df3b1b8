package chatserver.protocol;

import java.util.BitSet;

/**
 * Parses the telnet commands of one client that have arguments (RFC 854), from the byte behind an
 * IAC to the end of the command. A command may come in several reads.
 *
 * <p>The server has one option, BINARY (RFC 856), in both directions: without it some telnet
 * clients cut bytes out of UTF-8. It changes nothing here. Each change of it is acknowledged once
 * (RFC 1143, for an end that never asks by itself). Each other offer and request is refused once,
 * because two ends that answer each answer never stop. DO TIMING-MARK is the exception. It asks for
 * an answer each time (RFC 860), and a telnet client that sent it after Ctrl-C shows nothing until
 * the answer is there.
 */
final class TelnetCommands {
  /** Interpret As Command: begins a command. Doubled, it is one byte of data. */
  static final byte IAC = (byte) 255;

  /** End of file, of RFC 1184. */
  static final byte EOF = (byte) 236;

  static final byte ARE_YOU_THERE = (byte) 246;
  static final byte ERASE_CHARACTER = (byte) 247;
  static final byte ERASE_LINE = (byte) 248;

  private static final int FIRST_COMMAND = 236; // EOF
  private static final byte SB = (byte) 250;
  private static final byte WILL = (byte) 251;
  private static final byte WONT = (byte) 252;
  private static final byte DO = (byte) 253;
  private static final byte DONT = (byte) 254;
  private static final int BINARY = 0;
  private static final int TIMING_MARK = 6;
  private static final int OPTIONS = 256;

  /** What a subnegotiation without an end may swallow, in bytes. */
  private static final int MAX_SUBNEGOTIATION = 256;

  private enum State {
    OUTSIDE,
    OPTION,
    SUBNEGOTIATION
  }

  private State state = State.OUTSIDE;
  private byte verb;
  private int skipped; // of the subnegotiation
  private boolean receivesBinary; // the client sends in binary
  private boolean sendsBinary;

  /** What was refused: WILL x at x, DO x at 256 + x. Null for most clients, who never negotiate. */
  private BitSet refused;

  /** Whether this byte, behind an IAC, begins a command. */
  static boolean isCommand(byte b) {
    return b != IAC && (b & 0xFF) >= FIRST_COMMAND;
  }

  /** Whether the next byte is the option of a command. */
  boolean isBeforeOption() {
    return state == State.OPTION;
  }

  /** Whether the next byte is skipped, unless it is an IAC. */
  boolean isInSubnegotiation() {
    return state == State.SUBNEGOTIATION;
  }

  /**
   * Begins a command, and ends a subnegotiation. {@code command} is the byte behind an IAC, see
   * {@link #isCommand}.
   */
  void open(byte command) {
    verb = command;
    skipped = 0;
    state =
        switch (command) {
          case WILL, WONT, DO, DONT -> State.OPTION;
          case SB -> State.SUBNEGOTIATION;
          default -> State.OUTSIDE;
        };
  }

  /** Skips bytes of a subnegotiation, and gives it up where there are too many. */
  void skip(int count) {
    skipped += count;
    if (skipped >= MAX_SUBNEGOTIATION) {
      state = State.OUTSIDE;
    }
  }

  /** Parses the option of a command. Returns the answer, or null where there is none. */
  Received.TelnetReply option(byte b) {
    state = State.OUTSIDE;
    int option = Byte.toUnsignedInt(b);
    return option == BINARY ? switchBinary() : refuse(option);
  }

  private Received.TelnetReply switchBinary() {
    boolean on = verb == WILL || verb == DO;
    if (verb == WILL || verb == WONT) {
      boolean isChange = on != receivesBinary;
      receivesBinary = on;
      return isChange ? reply(on ? DO : DONT, BINARY) : null;
    }
    boolean isChange = on != sendsBinary;
    sendsBinary = on;
    return isChange ? reply(on ? WILL : WONT, BINARY) : null;
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
