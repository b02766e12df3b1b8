package chatserver.protocol;

import java.util.BitSet;

/**
 * Negotiates the telnet options of one client (RFC 854).
 *
 * <p>The server has one option, BINARY (RFC 856), in both directions: without it some telnet
 * clients cut bytes out of UTF-8. It changes nothing here. Each change of it is acknowledged once
 * (RFC 1143, for an end that never asks by itself). Each other offer and request is refused once,
 * because two ends that answer each answer never stop. DO TIMING-MARK is the exception. It asks for
 * an answer each time (RFC 860), and a telnet client that sent it after Ctrl-C shows nothing until
 * the answer is there.
 */
final class TelnetOptions {
  static final byte WILL = (byte) 251;
  static final byte WONT = (byte) 252;
  static final byte DO = (byte) 253;
  static final byte DONT = (byte) 254;

  private static final int BINARY = 0;
  private static final int TIMING_MARK = 6;
  private static final int OPTIONS = 256;

  /** What is on, and what was refused: WILL x at x, DO x at 256 + x. Most clients have none. */
  private final BitSet answered = new BitSet(0);

  /** Returns the answer, or null where there is none. */
  Received.TelnetReply answer(byte verb, byte option) {
    int number = Byte.toUnsignedInt(option);
    boolean isOffer = verb == WILL || verb == WONT;
    boolean isOn = verb == WILL || verb == DO;
    int bit = isOffer ? number : OPTIONS + number;
    boolean isChange = answered.get(bit) != isOn && (isOn || number == BINARY);
    if (!isChange && !(verb == DO && number == TIMING_MARK)) {
      return null;
    }
    answered.set(bit, isOn);
    byte yes = isOffer ? DO : WILL;
    byte no = isOffer ? DONT : WONT;
    byte reply = isOn && number == BINARY ? yes : no;
    return new Received.TelnetReply(new byte[] {LineDecoder.IAC, reply, option});
  }
}
