package chatserver.protocol;

import java.nio.ByteBuffer;

/**
 * Turns the bytes of one client into lines, however they are cut into reads.
 *
 * <ul>
 *   <li>LF, CR LF and CR NUL end a line (RFC 854). Any other CR is a control character of the line.
 *   <li>Telnet commands are taken out, wherever they stand. IAC IAC is the byte FF.
 *   <li>The length of a line is limited. Its bytes are counted as they come in, erased ones
 *       included. Telnet commands and the line's end do not count, and IAC IAC counts as one byte.
 *   <li>What is no chat is found by its first bytes, see {@link Received.NotChat} and {@link
 *       Received.HttpRequest}.
 *   <li>What is left of a line is decoded as UTF-8 and cleaned, see {@link Received.Line}.
 * </ul>
 *
 * <p>One decoder serves one connection. It keeps nothing of the {@code ByteBuffer}s it was given.
 * Its own buffer grows with an unfinished line and is small between lines. Not thread-safe.
 */
public final class LineDecoder {
  /** Interpret As Command: begins a telnet command. Doubled, it is one byte of data. */
  static final byte IAC = (byte) 255;

  private static final byte EOF = (byte) 236; // the first command, of RFC 1184
  private static final byte ARE_YOU_THERE = (byte) 246;
  private static final byte ERASE_CHARACTER = (byte) 247;
  private static final byte ERASE_LINE = (byte) 248;
  private static final byte SUBNEGOTIATION = (byte) 250;

  /** What a subnegotiation without an end may swallow, in bytes. */
  private static final int MAX_SUBNEGOTIATION = 256;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final TelnetOptions options = new TelnetOptions();
  private final LineAssembler lines;

  private Opening opening; // null once it is decided
  private ByteBuffer held = NOTHING; // bytes of the opening, to be decoded first

  /** The last byte was an IAC. The next one tells whether it began a command. */
  private boolean pendingIac;

  private byte verb; // whose option comes next; 0 for none
  private int skippable; // bytes that the subnegotiation may still swallow; 0 for none

  private LineDecoder(int maxBytes, Opening opening) {
    this.lines = new LineAssembler(maxBytes, opening != null);
    this.opening = opening;
  }

  /**
   * A decoder for a new connection, from where anything may come.
   *
   * @param maxBytes the longest line that is returned, in bytes; at least 1
   */
  public LineDecoder(int maxBytes) {
    this(maxBytes, new Opening());
  }

  /** As {@link #LineDecoder(int)}, where all that comes is taken for lines. */
  public static LineDecoder ofLinesOnly(int maxBytes) {
    return new LineDecoder(maxBytes, null);
  }

  /**
   * Returns what is found next, or null when all of {@code in} is consumed. No bytes make it throw.
   */
  public Received next(ByteBuffer in) {
    Received found = null;
    if (opening != null) {
      found = opening.accept(in);
      if (opening.isDecided()) {
        endOpening();
      }
    }
    while (found == null && (held.hasRemaining() || in.hasRemaining())) {
      found = step(held.hasRemaining() ? held : in);
    }
    return found;
  }

  /**
   * Returns the unterminated last line, or null where there is none. To be called at an orderly end
   * of input. A CR at the very end counts as the line's end. Where the input is blank lines and
   * nothing else, each call returns one of them.
   */
  public Received end() {
    if (opening != null) {
      endOpening();
    }
    Received found = next(NOTHING);
    return found == null ? lines.endUnfinished() : found;
  }

  private void endOpening() {
    held = opening.held();
    opening = null;
  }

  /** Gives up the line so far: the rest of it, up to its end, is thrown away. */
  public Received discardLine() {
    return lines.discard();
  }

  /** Returns the bytes of the line returned last, as they are counted for its limit. */
  public int lineBytes() {
    return lines.countedBefore();
  }

  /** Returns how many bytes of lines that were too long have been thrown away up to now. */
  public long discardedBytes() {
    return lines.discardedBytes();
  }

  /**
   * Returns the capacity of the buffer for an unfinished line, in bytes. It is 128 at the start of
   * a line and while a line is thrown away. It doubles when a line outgrows it, up to the limit of
   * a line, or twice that where telnet commands erase characters.
   */
  public int retainedBytes() {
    return lines.capacity();
  }

  /** Consumes at least one byte, or ends a line before a telnet command. */
  private Received step(ByteBuffer in) {
    if (pendingIac) {
      return behindIac(in);
    }
    byte b = in.get(in.position());
    if (b != IAC && verb == 0 && skippable == 0) {
      return lines.accept(in);
    }
    in.get();
    if (verb != 0) {
      byte command = verb;
      verb = 0;
      return options.answer(command, b);
    }
    if (b == IAC) {
      pendingIac = true;
    } else {
      skippable--;
    }
    return null;
  }

  private Received behindIac(ByteBuffer in) {
    byte b = in.get(in.position());
    Received last = b == EOF ? lines.endUnfinished() : null;
    if (last != null) {
      return last; // the command comes next
    }
    pendingIac = false;
    if (b != IAC && Byte.toUnsignedInt(b) >= Byte.toUnsignedInt(EOF)) {
      return execute(in.get());
    }
    // FF is sent twice. A single one before what is no command can mean nothing else.
    if (b == IAC) {
      in.get();
    }
    if (skippable > 0) {
      skippable = Math.max(0, skippable - (b == IAC ? 2 : 1));
      return null;
    }
    return lines.accept(ByteBuffer.wrap(new byte[] {IAC}));
  }

  private Received execute(byte command) {
    skippable = 0;
    switch (command) {
      case EOF -> {
        return new Received.EndOfFile();
      }
      case ARE_YOU_THERE -> {
        return new Received.TelnetReply(Notice.encode(Notice.YES));
      }
      case ERASE_CHARACTER -> lines.eraseCharacter();
      case ERASE_LINE -> lines.eraseLine();
      case SUBNEGOTIATION -> skippable = MAX_SUBNEGOTIATION;
      case TelnetOptions.WILL, TelnetOptions.WONT, TelnetOptions.DO, TelnetOptions.DONT ->
          verb = command;
      default -> {} // means nothing here
    }
    return null;
  }
}
