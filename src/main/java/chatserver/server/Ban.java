package chatserver.server;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network from which nobody may come in.
 *
 * @param until empty for ever; in whole seconds
 * @param reason in words for those who are refused; may be empty
 */
record Ban(Network network, Optional<Instant> until, String reason) {
  private static final String FOR_EVER = "for ever";
  private static final Pattern LINE =
      Pattern.compile("\\s*(\\S+)\\s+(" + FOR_EVER + "|\\S+)(|\\s.*)");

  /**
   * @throws IllegalArgumentException where the loopback is part of the network: all on this machine
   *     would be locked out, and all behind a proxy on it
   */
  Ban {
    if (network.hasLoopback()) {
      throw new IllegalArgumentException(network + " holds the loopback address");
    }
  }

  /** Reads what {@link #toString} returns; IllegalArgumentException where it is something else. */
  static Ban parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + line + "' is not a network, a time and a reason");
    }
    Network network = Network.parse(matcher.group(1));
    return new Ban(network, parseUntil(matcher.group(2)), matcher.group(3).strip());
  }

  private static Optional<Instant> parseUntil(String text) {
    try {
      return text.equals(FOR_EVER) ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + text + "' is neither a time nor '" + FOR_EVER + "'");
    }
  }

  boolean isOver(Instant now) {
    return until.isPresent() && !now.isBefore(until.get());
  }

  /** {@code 192.0.2.0/24 2026-11-27T10:00:00Z reason}. */
  @Override
  public String toString() {
    String time = until.map(Instant::toString).orElse(FOR_EVER);
    return (network + " " + time + " " + reason).strip();
  }
}
