package chatserver.protocol;

import static chatserver.protocol.TelnetCommands.IAC;

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
  private final TelnetCommands telnet = new TelnetCommands();
  private final LineBuffer line;
  private final LineAssembler lines;

  /** The last byte was an IAC. The next one tells whether it began a command. */
  private boolean pendingIac;

  private Opening opening; // null when its bytes are decoded

  private LineDecoder(int maxBytes, boolean isOpenToAll) {
    this.line = new LineBuffer(maxBytes);
    this.lines = new LineAssembler(line, isOpenToAll);
    this.opening = isOpenToAll ? new Opening() : null;
  }

  /**
   * A decoder for a new connection, from where anything may come.
   *
   * @param maxBytes the longest line that is returned, in bytes; at least 1
   */
  public LineDecoder(int maxBytes) {
    this(maxBytes, true);
  }

  /** As {@link #LineDecoder(int)}, where all that comes is taken for lines. */
  public static LineDecoder ofLinesOnly(int maxBytes) {
    return new LineDecoder(maxBytes, false);
  }

  /**
   * Returns what is found next, or null when all of {@code in} is consumed. No bytes make it throw.
   */
  public Received next(ByteBuffer in) {
    Received found = opening == null ? null : open(in);
    while (found == null && in.hasRemaining()) {
      found = step(in);
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
      opening.decide();
      Received found = open(ByteBuffer.allocate(0));
      if (found != null) {
        return found;
      }
    }
    return lines.endUnfinished();
  }

  /** Gives up the line so far: the rest of it, up to its end, is thrown away. */
  public Received discardLine() {
    return lines.discard();
  }

  /** Returns the bytes of the line returned last, as they are counted for its limit. */
  public int lineBytes() {
    return line.countedBefore();
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
    return line.capacity();
  }

  /** Decodes the first bytes when it is clear that they are not what is no chat. */
  private Received open(ByteBuffer in) {
    Received found = opening.accept(in);
    ByteBuffer pending = opening.pending();
    if (pending == null) {
      return null;
    }
    while (found == null && pending.hasRemaining()) {
      found = step(pending);
    }
    if (!pending.hasRemaining()) {
      opening = null;
    }
    return found;
  }

  /** Consumes at least one byte, or settles what a pending IAC was, or ends a line before it. */
  private Received step(ByteBuffer in) {
    if (telnet.isBeforeOption()) {
      return telnet.option(in.get());
    }
    byte b = in.get(in.position());
    if (pendingIac) {
      return behindIac(b, in);
    }
    if (b == IAC) {
      in.get();
      pendingIac = true;
      return null;
    }
    if (telnet.isInSubnegotiation()) {
      in.get();
      telnet.skip(1);
      return null;
    }
    return lines.accept(in);
  }

  private Received behindIac(byte b, ByteBuffer in) {
    Received last = b == TelnetCommands.EOF ? lines.endUnfinished() : null;
    if (last != null) {
      return last; // the command comes next
    }
    pendingIac = false;
    if (TelnetCommands.isCommand(b)) {
      telnet.open(in.get());
      return execute(b);
    }
    // FF is sent twice. A single one before what is no command can mean nothing else.
    if (b == IAC) {
      in.get();
    }
    if (telnet.isInSubnegotiation()) {
      telnet.skip(b == IAC ? 2 : 1);
      return null;
    }
    return lines.accept(ByteBuffer.wrap(new byte[] {IAC}));
  }

  /** Executes a telnet command without arguments. */
  private Received execute(byte command) {
    switch (command) {
      case TelnetCommands.EOF -> {
        return new Received.EndOfFile();
      }
      case TelnetCommands.ARE_YOU_THERE -> {
        return new Received.AreYouThere();
      }
      case TelnetCommands.ERASE_CHARACTER -> line.eraseCharacter();
      case TelnetCommands.ERASE_LINE -> line.eraseLine();
      default -> {}
    }
    return null;
  }
}
